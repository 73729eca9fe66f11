import fc from "fast-check";
import { SEED } from "@/tests/support/odd";

/* The same input everywhere, also where a test names no seed. */
fc.configureGlobal({ seed: SEED });

export default fc;
