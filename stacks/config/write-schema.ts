import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { stackFileJsonSchema } from "./json-schema";

/** Writes schema/stack.schema.json, which the first line of every stack file names. */
const target = path.join(__dirname, "..", "..", "schema", "stack.schema.json");
writeFileSync(target, `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n`);
console.log(`wrote ${path.relative(process.cwd(), target)}`);
