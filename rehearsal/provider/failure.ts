import { Metadata, status as Code } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "./contract";
import { toStruct } from "./struct";

/** An error with a gRPC status code of its own; every other error is sent as `UNKNOWN`, as the Go providers send a plain error. */
export class StatusError extends Error {
    constructor(
        readonly code: Code,
        message: string,
    ) {
        super(message);
        this.name = "StatusError";
    }
}

/** What a failed call answers. */
export interface Failure {
    readonly code: Code;
    readonly details: string;
    readonly metadata?: Metadata;
}

/**
 * The answer for an error that a provider method threw. A {@link PartialFailure} carries its resource in the trailing metadata, where
 * the engine looks for it, so that the resource enters the state although the call failed.
 */
export function failureOf(error: unknown): Failure {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof PartialFailure) {
        const metadata = new Metadata();
        metadata.set("grpc-status-details-bin", Buffer.from(partialFailureStatus(error).serializeBinary()));
        return { code: Code.UNKNOWN, details: message, metadata };
    }
    return { code: error instanceof StatusError ? error.code : Code.UNKNOWN, details: message };
}

function partialFailureStatus(error: PartialFailure): Status {
    const detail = new ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(toStruct(error.state));
    detail.setInputs(toStruct(error.inputs));
    detail.setReasonsList([...error.reasons]);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(Code.UNKNOWN);
    status.setMessage(error.message);
    status.addDetails(any);
    return status;
}
