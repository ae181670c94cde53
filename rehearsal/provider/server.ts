import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { FaultInjector } from "../faults/injector";
import { Connections } from "./connections";
import type { SimulatedProvider } from "./contract";
import { providerService } from "./service";

/** The simulated providers, listening on loopback. */
export interface ProviderServers {
    /** Package name to port: what `PULUMI_DEBUG_PROVIDERS` wants to know. */
    readonly ports: Readonly<Record<string, number>>;
    /** Ends every connection and stops listening. */
    close(): Promise<void>;
}

/**
 * Serves Pulumi's ResourceProvider protocol for each of the providers, each on a port of 127.0.0.1 that the system picks.
 *
 * An engine attaches by `PULUMI_DEBUG_PROVIDERS=<package>:<port>,...`. Many engines may use one server, one after the other or at once.
 *
 * @param options.faults what to let go wrong @default - nothing goes wrong
 */
export async function serveProviders(
    providers: readonly SimulatedProvider[],
    options: { readonly faults?: FaultInjector } = {},
): Promise<ProviderServers> {
    const { faults } = options;
    const started = await Promise.all(
        providers.map(async (provider) => {
            const connections = new Connections(provider, async (call) => faults?.accepted(call));
            const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
            server.addService(ResourceProviderService, providerService(provider, connections, faults));
            return { name: provider.name, server, connections, port: await listen(server) };
        }),
    );
    return {
        ports: Object.fromEntries(started.map(({ name, port }) => [name, port])),
        close: () => {
            for (const { server, connections } of started) {
                connections.close();
                server.forceShutdown();
            }
            return Promise.resolve();
        },
    };
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
            if (error !== null) {
                reject(error);
            } else {
                resolve(port);
            }
        });
    });
}
