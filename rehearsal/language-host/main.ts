/**
 * A `pulumi-language-nodejs` for machines that have none, in a process of its own: starts Node programs, policy packs and plugins for an
 * engine that no command of the rehearsal started.
 *
 * The engine starts it with its own address as the argument and reads the port from the first line of its output. It ends, together with
 * everything it started, as soon as the process that started it is gone.
 */
import { type LanguageHost, serveLanguageHost } from "./server";

const PARENT_CHECK_MILLISECONDS = 200;

const parent = process.ppid;
const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";

function end(host: LanguageHost, code: number): never {
    host.end();
    process.exit(code);
}

serveLanguageHost({ engineAddress }).then(
    (host) => {
        console.log(String(host.port));
        process.on("SIGTERM", () => end(host, 0));
        process.on("SIGINT", () => end(host, 0));
        // A killed engine says no goodbye. Its orphan gets another parent, which is the one sign that cannot be missed.
        setInterval(() => {
            if (process.ppid !== parent) {
                end(host, 1);
            }
        }, PARENT_CHECK_MILLISECONDS);
    },
    (error: unknown) => {
        console.error(`language host: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
    },
);
