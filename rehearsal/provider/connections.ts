import { status as Code } from "@grpc/grpc-js";
import type { ProviderHost, ProviderInstance, SimulatedProvider } from "./contract";
import { EngineLog } from "./engine-log";
import { StatusError } from "./failure";

/** One provider instance of a program, as the engine sees it. */
export interface Connection {
    readonly instance: ProviderInstance;
    readonly log: EngineLog;
    configured: boolean;
}

/**
 * The provider instances behind one server. No request says which instance it is for, but the engine opens a connection of its own for
 * each of them, so the address of the caller tells them apart.
 */
export class Connections {
    private readonly byPeer = new Map<string, Connection>();

    constructor(
        private readonly provider: SimulatedProvider,
        private readonly accepted: ProviderHost["accepted"],
    ) {}

    /** The first call of a connection: whatever an earlier one with the same port left is forgotten. */
    begin(peer: string): Connection {
        this.byPeer.get(peer)?.log.close();
        this.byPeer.delete(peer);
        return this.of(peer);
    }

    of(peer: string): Connection {
        const known = this.byPeer.get(peer);
        if (known !== undefined) {
            return known;
        }
        const log = new EngineLog();
        const instance = this.provider.open({
            log: (severity, message, urn) => {
                void log.log(severity, message, { urn });
            },
            status: (message, urn) => {
                void log.log("info", message, { urn, isEphemeral: true });
            },
            accepted: this.accepted,
        });
        const connection = { instance, log, configured: false };
        this.byPeer.set(peer, connection);
        return connection;
    }

    /** The instance of a call that only a configured provider can answer. */
    configured(peer: string): ProviderInstance {
        const connection = this.of(peer);
        if (!connection.configured) {
            throw new StatusError(Code.FAILED_PRECONDITION, `provider ${this.provider.name} was called before it was configured`);
        }
        return connection.instance;
    }

    close(): void {
        for (const connection of this.byPeer.values()) {
            connection.log.close();
        }
        this.byPeer.clear();
    }
}
