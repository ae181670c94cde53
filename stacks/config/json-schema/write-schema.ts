import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { withDefinitions } from "./definitions";
import { sharedFileJsonSchema, stackFileJsonSchema } from "./json-schema";

/** Writes the schemas that the first line of every stack file, and of every file under config/, names. */
const folder = path.join(__dirname, "..", "..", "..", "schema");
for (const [name, schema] of Object.entries({ "stack.schema.json": stackFileJsonSchema(), "shared.schema.json": sharedFileJsonSchema() })) {
    const target = path.join(folder, name);
    writeFileSync(target, `${JSON.stringify(withDefinitions(schema), null, 2)}\n`);
    console.log(`wrote ${path.relative(process.cwd(), target)}`);
}
