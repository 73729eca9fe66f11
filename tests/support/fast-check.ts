import fc from "fast-check";
import { SEED } from "@/tests/support/odd";

/* What passes here passes there, also where a test names no seed. */
fc.configureGlobal({ seed: SEED });

export default fc;
