import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
    CheckRequest,
    ConfigureRequest,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    InvokeRequest,
    ProviderHandshakeRequest,
    ReadRequest,
    UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type {
    CheckFailure,
    CheckResponse,
    ConfigureResponse,
    CreateResponse,
    DiffResponse,
    InvokeResponse,
    ProviderHandshakeResponse,
    ReadResponse,
    UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { toProperties, toStruct } from "../../../rehearsal/provider/struct";
import type { Properties } from "../../../rehearsal/provider/values";

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::demo::${type}::${name}`;

const BLANK_SEED = new Uint8Array(32);

/** A provider instance as the engine holds it: a connection of its own. */
export class TestEngine {
    private readonly client: ResourceProviderClient;

    constructor(port: number) {
        // Channels of one process share connections unless told otherwise; the engine's do not.
        const options = { "grpc.use_local_subchannel_pool": 1, "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
        this.client = new ResourceProviderClient(`127.0.0.1:${String(port)}`, credentials.createInsecure(), options);
    }

    close(): void {
        this.client.close();
    }

    /** Any call of the protocol. */
    raw<A>(call: (client: ResourceProviderClient, done: (error: ServiceError | null, answer: A) => void) => unknown): Promise<A> {
        return new Promise((resolve, reject) => {
            call(this.client, (error, answer) => {
                if (error === null) {
                    resolve(answer);
                } else {
                    reject(error);
                }
            });
        });
    }

    async start(args: Properties = {}, engineAddress = ""): Promise<void> {
        const handshake = new ProviderHandshakeRequest();
        handshake.setEngineAddress(engineAddress);
        await this.raw<ProviderHandshakeResponse>((client, done) => client.handshake(handshake, done));
        const request = new ConfigureRequest();
        request.setArgs(toStruct(args));
        await this.raw<ConfigureResponse>((client, done) => client.configure(request, done));
    }

    async check(
        type: string,
        name: string,
        news: Properties,
        olds: Properties = {},
        seed = BLANK_SEED,
    ): Promise<{ inputs: Properties; failures: CheckFailure.AsObject[] }> {
        const request = new CheckRequest();
        request.setUrn(urnOf(type, name));
        request.setNews(toStruct(news));
        request.setOlds(toStruct(olds));
        request.setRandomseed(seed);
        const answer = await this.raw<CheckResponse>((client, done) => client.check(request, done));
        return { inputs: toProperties(answer.getInputs()), failures: answer.getFailuresList().map((failure) => failure.toObject()) };
    }

    async diff(
        type: string,
        oldInputs: Properties,
        news: Properties,
        ignoreChanges: string[] = [],
        oldState: Properties = {},
    ): Promise<DiffResponse> {
        const request = new DiffRequest();
        request.setUrn(urnOf(type, "it"));
        request.setId("id");
        request.setOldInputs(toStruct(oldInputs));
        request.setOlds(toStruct(oldState));
        request.setNews(toStruct(news));
        request.setIgnorechangesList(ignoreChanges);
        return this.raw<DiffResponse>((client, done) => client.diff(request, done));
    }

    async create(type: string, name: string, inputs: Properties, preview = false): Promise<{ id: string; state: Properties }> {
        const request = new CreateRequest();
        request.setUrn(urnOf(type, name));
        request.setProperties(toStruct(inputs));
        request.setPreview(preview);
        const answer = await this.raw<CreateResponse>((client, done) => client.create(request, done));
        return { id: answer.getId(), state: toProperties(answer.getProperties()) };
    }

    async update(type: string, name: string, id: string, oldState: Properties, news: Properties, preview = false): Promise<Properties> {
        const request = new UpdateRequest();
        request.setUrn(urnOf(type, name));
        request.setId(id);
        request.setOlds(toStruct(oldState));
        request.setNews(toStruct(news));
        request.setPreview(preview);
        return toProperties((await this.raw<UpdateResponse>((client, done) => client.update(request, done))).getProperties());
    }

    async read(
        type: string,
        name: string,
        id: string,
        inputs: Properties = {},
        state: Properties = {},
    ): Promise<{ id: string; inputs: Properties; state: Properties }> {
        const request = new ReadRequest();
        request.setUrn(urnOf(type, name));
        request.setId(id);
        request.setInputs(toStruct(inputs));
        request.setProperties(toStruct(state));
        const answer = await this.raw<ReadResponse>((client, done) => client.read(request, done));
        return { id: answer.getId(), inputs: toProperties(answer.getInputs()), state: toProperties(answer.getProperties()) };
    }

    async delete(type: string, name: string, id: string, state: Properties = {}): Promise<void> {
        const request = new DeleteRequest();
        request.setUrn(urnOf(type, name));
        request.setId(id);
        request.setProperties(toStruct(state));
        await this.raw<Empty>((client, done) => client.delete(request, done));
    }

    async invoke(token: string, args: Properties): Promise<Properties> {
        const request = new InvokeRequest();
        request.setTok(token);
        request.setArgs(toStruct(args));
        return toProperties((await this.raw<InvokeResponse>((client, done) => client.invoke(request, done))).getReturn());
    }
}
