import { status as Code, type handleUnaryCall, type ServerUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
    ConfigureResponse,
    DiffResponse,
    GetMappingResponse,
    GetMappingsResponse,
    GetSchemaResponse,
    InvokeResponse,
    ProviderHandshakeResponse,
    ReadResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Connections } from "./connections";
import type { SimulatedProvider } from "./contract";
import { failureOf, StatusError } from "./failure";
import { checkResponse, diffResponse, identityOf } from "./messages";
import { mutationHandlers, type MutationFaults } from "./mutations";
import { toProperties, toStruct } from "./struct";

/** Pulumi's ResourceProvider service for one simulated provider. */
export function providerService(provider: SimulatedProvider, connections: Connections, faults?: MutationFaults): IResourceProviderServer {
    return {
        ...handshakeHandlers(provider, connections),
        ...configurationHandlers(connections),
        ...resourceHandlers(connections),
        ...mutationHandlers(connections, faults),
        ...refusedHandlers(provider),
    };
}

function handshakeHandlers(provider: SimulatedProvider, connections: Connections) {
    return {
        handshake: answer<"handshake">((call) => {
            connections.begin(call.getPeer()).log.attach(call.request.getEngineAddress());
            const response = new ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
        attach: answer<"attach">((call) => {
            connections.of(call.getPeer()).log.attach(call.request.getAddress());
            return new Empty();
        }),
        getPluginInfo: answer<"getPluginInfo">(() => {
            const response = new PluginInfo();
            response.setVersion(provider.version);
            return response;
        }),
        getSchema: answer<"getSchema">(() => {
            const response = new GetSchemaResponse();
            response.setSchema(JSON.stringify({ name: provider.name, version: provider.version }));
            return response;
        }),
        getMapping: answer<"getMapping">(() => new GetMappingResponse()),
        getMappings: answer<"getMappings">(() => new GetMappingsResponse()),
        cancel: answer<"cancel">((call) => {
            connections.of(call.getPeer()).instance.cancel?.();
            return new Empty();
        }),
    };
}

function configurationHandlers(connections: Connections) {
    return {
        checkConfig: answer<"checkConfig">(async (call) => {
            const { instance } = connections.of(call.getPeer());
            const news = toProperties(call.request.getNews());
            const olds = toProperties(call.request.getOlds());
            return checkResponse(
                (await instance.checkConfig?.({ urn: call.request.getUrn(), olds, news })) ?? { inputs: news, failures: [] },
            );
        }),
        diffConfig: answer<"diffConfig">(async (call) => {
            const { instance } = connections.of(call.getPeer());
            const request = call.request;
            const oldInputs = toProperties(request.hasOldInputs() ? request.getOldInputs() : request.getOlds());
            const result = await instance.diffConfig?.({ urn: request.getUrn(), oldInputs, news: toProperties(request.getNews()) });
            if (result !== undefined) {
                return diffResponse(result);
            }
            const none = new DiffResponse();
            none.setChanges(DiffResponse.DiffChanges.DIFF_NONE);
            return none;
        }),
        configure: answer<"configure">(async (call) => {
            const connection = connections.of(call.getPeer());
            await connection.instance.configure(toProperties(call.request.getArgs()));
            connection.configured = true;
            const response = new ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
    };
}

function resourceHandlers(connections: Connections) {
    return {
        check: answer<"check">(async (call) => {
            const request = call.request;
            const proposedName = request.getAutonaming()?.getProposedName() ?? "";
            return checkResponse(
                await connections.configured(call.getPeer()).check({
                    ...identityOf(request),
                    olds: toProperties(request.getOlds()),
                    news: toProperties(request.getNews()),
                    randomSeed: request.getRandomseed_asU8(),
                    ...(proposedName === "" ? {} : { proposedName }),
                }),
            );
        }),
        diff: answer<"diff">(async (call) => {
            const request = call.request;
            return diffResponse(
                await connections.configured(call.getPeer()).diff({
                    ...identityOf(request),
                    id: request.getId(),
                    oldInputs: toProperties(request.getOldInputs()),
                    oldState: toProperties(request.getOlds()),
                    news: toProperties(request.getNews()),
                    ignoreChanges: request.getIgnorechangesList(),
                }),
            );
        }),
        read: answer<"read">(async (call) => {
            const request = call.request;
            const result = await connections.configured(call.getPeer()).read({
                ...identityOf(request),
                id: request.getId(),
                inputs: toProperties(request.getInputs()),
                state: toProperties(request.getProperties()),
            });
            const response = new ReadResponse();
            // An empty id says that the resource does not exist any more.
            if (result !== "gone") {
                response.setId(result.id);
                response.setInputs(toStruct(result.inputs));
                response.setProperties(toStruct(result.state));
            }
            return response;
        }),
        invoke: answer<"invoke">(async (call) => {
            const request = call.request;
            const instance = connections.configured(call.getPeer());
            const response = new InvokeResponse();
            response.setReturn(toStruct(await instance.invoke({ token: request.getTok(), args: toProperties(request.getArgs()) })));
            return response;
        }),
    };
}

/** What no simulated provider does, with an error that says so. */
function refusedHandlers(provider: SimulatedProvider): Pick<IResourceProviderServer, "parameterize" | "construct" | "call" | "list"> {
    const refuse = (what: string) => failureOf(new StatusError(Code.UNIMPLEMENTED, `the simulated ${provider.name} provider ${what}`));
    return {
        parameterize: (_call, callback) => {
            callback(refuse("takes no parameters"));
        },
        construct: (call, callback) => {
            callback(
                refuse(`has no component type ${call.request.getType()}: use its resources directly, or extend rehearsal/${provider.name}`),
            );
        },
        call: (call, callback) => {
            callback(refuse(`has no method ${call.request.getTok()}: extend rehearsal/${provider.name}`));
        },
        list: (call) => {
            call.emit("error", refuse("does not list resources"));
        },
    };
}

type Unary = Exclude<Extract<keyof IResourceProviderServer, string>, "list">;
type RequestOf<M extends Unary> = IResourceProviderServer[M] extends handleUnaryCall<infer Q, infer _A> ? Q : never;
type ResponseOf<M extends Unary> = IResourceProviderServer[M] extends handleUnaryCall<infer _Q, infer A> ? A : never;

function answer<M extends Unary>(
    respond: (call: ServerUnaryCall<RequestOf<M>, ResponseOf<M>>) => ResponseOf<M> | Promise<ResponseOf<M>>,
): handleUnaryCall<RequestOf<M>, ResponseOf<M>> {
    return (call, callback) => {
        Promise.resolve(call)
            .then(respond)
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(failureOf(error));
                },
            );
    };
}
