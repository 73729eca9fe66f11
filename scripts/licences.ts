import { readFileSync, writeFileSync } from "node:fs";
import { licencePage, lockedPackages } from "./check/licences";

/** Writes which packages an installation is made of, and under which licences. */
writeFileSync("docs/licences.md", licencePage(lockedPackages(readFileSync("package-lock.json", "utf8"))));
