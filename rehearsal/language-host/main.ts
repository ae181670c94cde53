/**
 * A `pulumi-language-nodejs` for machines that have none: starts Node programs, policy packs and plugins for the engine.
 *
 * The engine starts it with its own address as the argument and reads the port from the first line of its output. It ends, together with
 * everything it started, as soon as the process that started it is gone.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { Processes } from "./processes";
import { languageService } from "./service";

/** The version of the language protocol and of the SDK that this host was written for. */
const VERSION = "3.248.0";
const PARENT_CHECK_MILLISECONDS = 200;

const processes = new Processes();
const parent = process.ppid;

function end(code: number): never {
    processes.endAll();
    process.exit(code);
}

const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";
const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, languageService(VERSION, engineAddress, processes));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
        console.error(`language host: ${error.message}`);
        end(1);
    }
    console.log(String(port));
});

process.on("SIGTERM", () => end(0));
process.on("SIGINT", () => end(0));
// A killed engine says no goodbye. Its orphan gets another parent, which is the one sign that cannot be missed.
setInterval(() => {
    if (process.ppid !== parent) {
        end(1);
    }
}, PARENT_CHECK_MILLISECONDS);
