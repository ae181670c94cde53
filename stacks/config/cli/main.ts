import * as path from "node:path";
import { run } from "./command";

/** `npm run config`: the command line, and nothing else. */
void run(process.argv.slice(2), {
    root: path.join(__dirname, "..", "..", ".."),
    // eslint-disable-next-line no-restricted-syntax -- npm starts scripts in the project's folder, and says here where the user was
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
}).then((code) => {
    process.exitCode = code;
});
