import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { rulesDocument } from "./rules-document";

/** Writes docs/rules.md, what every rule demands and why. */
const target = path.join(__dirname, "..", "..", "..", "docs", "rules.md");
writeFileSync(target, rulesDocument());
console.log(`wrote ${path.relative(process.cwd(), target)}`);
