import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { ProviderHost } from "./contract";

type Severity = Parameters<ProviderHost["log"]>[0];

const severities: Readonly<Record<Severity, LogSeverity>> = {
    debug: LogSeverity.DEBUG,
    info: LogSeverity.INFO,
    warning: LogSeverity.WARNING,
    error: LogSeverity.ERROR,
};

export interface LogOptions {
    /** Resource that the message is about. @default - the stack */
    readonly urn?: string | undefined;
    /** Messages of one stream are shown together, as one text. @default - each message by itself */
    readonly stream?: number;
    /** Shown only while it is the newest line of its resource. @default false */
    readonly isEphemeral?: boolean;
}

/** Writes into the display of the engine that made a connection. A line that cannot be delivered is dropped: its engine is gone. */
export class EngineLog {
    private client: EngineClient | undefined;
    private address = "";

    attach(address: string): void {
        if (address === "" || address === this.address) {
            return;
        }
        this.client?.close();
        this.address = address;
        this.client = new EngineClient(address, credentials.createInsecure());
    }

    /** Resolves when the engine has the message, so that the next one cannot overtake it, or when it cannot have it any more. */
    log(severity: Severity, message: string, { urn = "", stream = 0, isEphemeral = false }: LogOptions = {}): Promise<void> {
        const request = new LogRequest();
        request.setEphemeral(isEphemeral);
        request.setSeverity(severities[severity]);
        request.setMessage(message);
        request.setUrn(urn);
        request.setStreamid(stream);
        const { client } = this;
        return client === undefined ? Promise.resolve() : new Promise((resolve) => void client.log(request, () => resolve()));
    }

    close(): void {
        this.client?.close();
        this.client = undefined;
    }
}
