import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { Processes, type Programs } from "./processes";
import { languageService } from "./service";

/** The version of the language protocol and of the SDK that this host was written for. */
const VERSION = "3.248.0";

export interface LanguageHostOptions {
    /** @default - what the engine says in its handshake */
    readonly engineAddress?: string;
    /** What programs find around them. @default - this process's own */
    readonly environment?: NodeJS.ProcessEnv;
    /**
     * Whether the engine has attached itself to this host, in place of starting it. Then it does not read this process's output, so it is
     * sent what programs print; and this process may be one that people talk to, so programs do not share its process group.
     *
     * @default false
     */
    readonly isAttached?: boolean;
    /** What runs programs. @default - processes that are new each time */
    readonly programs?: Programs | undefined;
}

export interface LanguageHost {
    readonly port: number;
    /** Ends every program at once and stops listening. */
    end(): void;
}

/** Serves the language host on a port of 127.0.0.1 that the system picks. */
export function serveLanguageHost(options: LanguageHostOptions = {}): Promise<LanguageHost> {
    const { engineAddress = "", environment = process.env, isAttached = false, programs } = options;
    const processes = new Processes(isAttached);
    const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(LanguageRuntimeService, languageService(VERSION, engineAddress, processes, { environment, isAttached, programs }));
    const end = (): void => {
        processes.endAll();
        programs?.endAll();
        server.forceShutdown();
    };
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) {
                resolve({ port, end });
            } else {
                reject(error);
            }
        });
    });
}
