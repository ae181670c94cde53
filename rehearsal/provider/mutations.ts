import type { ServerUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CreateResponse, UpdateResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { CreateRequest, DeleteRequest, UpdateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Connections } from "./connections";
import type { ProviderInstance, ResourceCall } from "./contract";
import { failureOf, type Failure } from "./failure";
import { identityOf } from "./messages";
import { toProperties, toStruct } from "./struct";
import type { Properties } from "./values";

/** What create and update leave behind, for a fault that says that the resource is there but not as asked. */
export interface Effect {
    readonly id: string;
    readonly state: Properties;
    readonly inputs: Properties;
}

/** Rehearsed faults of real creates, updates and deletes. A preview changes nothing, so no fault of it is asked for. */
export interface MutationFaults {
    begin(call: ResourceCall): MutationFault;
}

/** The fault, or none, that one call meets at the points that it passes. */
export interface MutationFault {
    /** What the provider waits for after the request is not to come. */
    readonly neverReady: boolean;
    /** Before the provider hears of the call. An error that it throws is the answer. */
    beforeRequest(): Promise<void>;
    /** The effect is stored. An error that it throws is the answer. */
    afterEffect(effect: Effect | undefined): Promise<void>;
    /** Sends the answer. */
    answer(send: () => void): Promise<void>;
    end(): void;
}

type Respond<Response> = (failure: Failure | null, response?: Response) => void;

/** Create, update and delete. */
export function mutationHandlers(
    connections: Connections,
    faults: MutationFaults | undefined,
): Pick<IResourceProviderServer, "create" | "update" | "delete"> {
    return {
        create: (call: ServerUnaryCall<CreateRequest, CreateResponse>, respond: Respond<CreateResponse>) => {
            const request = call.request;
            const preview = request.getPreview();
            const identity = identityOf(request);
            const inputs = toProperties(request.getProperties());
            const fault = preview ? undefined : faults?.begin({ ...identity, verb: "create" });
            const neverReady = fault?.neverReady ?? false;
            const work = async (instance: ProviderInstance): Promise<Outcome<CreateResponse>> => {
                const created = await instance.create({
                    ...identity,
                    inputs,
                    preview,
                    timeoutSeconds: request.getTimeout(),
                    neverReady,
                });
                const response = new CreateResponse();
                response.setId(created.id);
                response.setProperties(toStruct(created.state));
                return { response, effect: { ...created, inputs } };
            };
            void mutate(() => connections.configured(call.getPeer()), work, respond, fault);
        },
        update: (call: ServerUnaryCall<UpdateRequest, UpdateResponse>, respond: Respond<UpdateResponse>) => {
            const request = call.request;
            const preview = request.getPreview();
            const identity = identityOf(request);
            const news = toProperties(request.getNews());
            const fault = preview ? undefined : faults?.begin({ ...identity, verb: "update" });
            const neverReady = fault?.neverReady ?? false;
            const work = async (instance: ProviderInstance): Promise<Outcome<UpdateResponse>> => {
                const { state } = await instance.update({
                    ...identity,
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldState: toProperties(request.getOlds()),
                    news,
                    ignoreChanges: request.getIgnorechangesList(),
                    preview,
                    timeoutSeconds: request.getTimeout(),
                    neverReady,
                });
                const response = new UpdateResponse();
                response.setProperties(toStruct(state));
                return { response, effect: { id: request.getId(), state, inputs: news } };
            };
            void mutate(() => connections.configured(call.getPeer()), work, respond, fault);
        },
        delete: (call: ServerUnaryCall<DeleteRequest, Empty>, respond: Respond<Empty>) => {
            const request = call.request;
            const identity = identityOf(request);
            const work = async (instance: ProviderInstance): Promise<Outcome<Empty>> => {
                await instance.delete({
                    ...identity,
                    id: request.getId(),
                    inputs: toProperties(request.getOldInputs()),
                    state: toProperties(request.getProperties()),
                    timeoutSeconds: request.getTimeout(),
                });
                return { response: new Empty() };
            };
            void mutate(() => connections.configured(call.getPeer()), work, respond, faults?.begin({ ...identity, verb: "delete" }));
        },
    };
}

interface Outcome<Response> {
    readonly response: Response;
    readonly effect?: Effect;
}

async function mutate<Response>(
    instance: () => ProviderInstance,
    work: (instance: ProviderInstance) => Promise<Outcome<Response>>,
    respond: Respond<Response>,
    fault: MutationFault | undefined,
): Promise<void> {
    try {
        await fault?.beforeRequest();
        const { response, effect } = await work(instance());
        await fault?.afterEffect(effect);
        const send = () => {
            respond(null, response);
        };
        await (fault === undefined ? send() : fault.answer(send));
    } catch (error) {
        respond(failureOf(error));
    } finally {
        fault?.end();
    }
}
