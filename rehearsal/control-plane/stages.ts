import * as path from "node:path";

/** What kwok does with nodes and pods, in its own format. */
export const stagesFile = path.join(__dirname, "..", "nodes", "kwok.yaml");
