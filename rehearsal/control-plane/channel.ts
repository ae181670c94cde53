import type * as net from "node:net";
import * as readline from "node:readline";
import type { ClusterPart } from "../kubernetes/definitions/installers";
import type { Binaries } from "./binaries/resolve";
import type { Level } from "./control-planes";

/** What a command asks of a supervisor. As long as the connection stands, the control plane is needed. */
export interface Demand {
    /** Proof that the caller may read the user's files. */
    readonly token: string;
    readonly level?: Level;
    /** Keep it when the last command has ended. @default - as it is */
    readonly keep?: boolean;
    /** End everything, whoever uses it. */
    readonly end?: boolean;
}

/** What a supervisor answers: ready at the level, or why not. */
export type Answer = { readonly ready: Level; readonly server: string } | { readonly failed: string };

/** One message per line, as JSON. A line that is none is dropped. */
export function onMessages(socket: net.Socket, received: (message: unknown) => void): void {
    const lines = readline.createInterface({ input: socket }).on("line", (line) => {
        try {
            received(JSON.parse(line));
        } catch {
            // not from one of us
        }
    });
    // it repeats what befalls the socket, which whoever owns the socket sees to
    lines.on("error", () => undefined);
}

export function send(socket: net.Socket, message: Demand | Answer): void {
    if (!socket.destroyed && socket.writable) {
        socket.write(`${JSON.stringify(message)}\n`);
    }
}

/** What a supervisor is told on its input when it is started. */
export interface Orders {
    readonly binaries: Binaries;
    readonly serviceCidr: string;
    /** Parts of AKS that are switched on in the cluster. */
    readonly parts: readonly ClusterPart[];
    /** Folder of the simulated subscription, whose pools become nodes. */
    readonly subscription: string;
    readonly keep: boolean;
}

/** What a supervisor says on its output, once: where it listens, or that another one lives already. */
export type Report = { readonly port: number } | { readonly taken: true } | { readonly failed: string };
