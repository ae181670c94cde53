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

    /** @param isEphemeral shown only while it is the newest line of its resource */
    log(severity: Severity, message: string, urn = "", isEphemeral = false): void {
        const request = new LogRequest();
        request.setEphemeral(isEphemeral);
        request.setSeverity(severities[severity]);
        request.setMessage(message);
        request.setUrn(urn);
        this.client?.log(request, () => undefined);
    }

    close(): void {
        this.client?.close();
        this.client = undefined;
    }
}
