import * as path from "node:path";
import { runStatusScripts } from "../kubernetes/definitions/status/status-loop";
import { runNodes } from "../nodes/loop/run-nodes";
import type { PlaneFolder } from "./folder";
import type { Companion } from "./local-plane";
import type { RestClient } from "./rest-client";

/** Starts, in this process, what makes nodes of the cluster's pools and what stands for the controllers of custom resources. */
export function startCompanions(client: RestClient, options: { cluster: string; subscription: string; folder: PlaneFolder }): Companion {
    const { cluster, subscription, folder } = options;
    const { signal, abort } = abortable();
    const loops = {
        nodes: runNodes(client, { subscription, cluster, folder: path.dirname(folder.root), signal, log }),
        "custom resources": runStatusScripts(client, signal, { log }),
    };
    const ended = Object.entries(loops).map(async ([name, loop]) =>
        // the rest of the cluster goes on; whoever waits for what the loop would do finds this in the log
        loop.catch((error: unknown) => log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)),
    );
    return {
        stop: async () => {
            abort();
            await Promise.all(ended);
        },
    };
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
    const controller = new AbortController();
    return { signal: controller.signal, abort: () => controller.abort() };
}

/** Into the supervisor's log. */
function log(line: string): void {
    console.error(`${new Date().toISOString()} ${line}`);
}
