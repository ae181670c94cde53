import { Server, ServerCredentials, status as Code } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ConstructRequest, ErrorResourceInitFailed, ParameterizeRequest, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PartialFailure, type ProviderInstance, type SimulatedProvider } from "../../../rehearsal/provider/contract";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { toProperties } from "../../../rehearsal/provider/struct";
import { secret, UNKNOWN, type Properties } from "../../../rehearsal/provider/values";
import { TestEngine, urnOf } from "./client";

const TYPE = "demo:index:Thing";

/** Answers with what it was given, so that a test sees what came through. */
function echo(overrides: Partial<ProviderInstance> = {}): SimulatedProvider {
    return {
        name: "demo",
        version: "1.2.3",
        open: (host) => {
            let configuration: Properties = {};
            return {
                configure: (args) => {
                    configuration = args;
                    return Promise.resolve();
                },
                check: ({ news, proposedName, ...rest }) =>
                    Promise.resolve({ inputs: { ...news, seen: `${rest.type} ${rest.name} ${proposedName ?? "-"}` }, failures: [] }),
                diff: () => Promise.resolve({ changes: {}, deleteBeforeReplace: false }),
                create: ({ inputs, preview, urn }) => {
                    host.log("warning", "made it", urn);
                    return Promise.resolve({ id: preview ? "" : "id-1", state: { ...inputs, configuration } });
                },
                read: () => Promise.resolve("gone"),
                update: ({ news, oldInputs, oldState, ignoreChanges }) =>
                    Promise.resolve({ state: { news, oldInputs, oldState, ignoreChanges: [...ignoreChanges] } }),
                delete: () => Promise.resolve(),
                invoke: ({ token, args }) => Promise.resolve({ token, args }),
                ...overrides,
            };
        },
    };
}

describe("serveProviders", () => {
    let servers: ProviderServers;
    const engines: TestEngine[] = [];

    async function serve(provider: SimulatedProvider): Promise<() => TestEngine> {
        servers = await serveProviders([provider]);
        return () => {
            const engine = new TestEngine(servers.ports[provider.name] ?? 0);
            engines.push(engine);
            return engine;
        };
    }

    afterEach(async () => {
        engines.splice(0).forEach((engine) => {
            engine.close();
        });
        await servers.close();
    });

    it("gives each connection an instance of its own", async () => {
        const connect = await serve(echo());
        const [one, other] = [connect(), connect()];
        await one.start({ region: "westeurope" });
        await other.start({ region: "eastus" });
        expect((await one.create(TYPE, "a", {})).state).toEqual({ configuration: { region: "westeurope" } });
        expect((await other.create(TYPE, "a", {})).state).toEqual({ configuration: { region: "eastus" } });
        expect((await one.create(TYPE, "b", {})).state).toEqual({ configuration: { region: "westeurope" } });
    });

    it("refuses work for an instance that was never configured", async () => {
        const engine = (await serve(echo()))();
        await expect(engine.create(TYPE, "a", {})).rejects.toMatchObject({
            code: Code.FAILED_PRECONDITION,
            details: expect.stringContaining("before it was configured") as string,
        });
    });

    it("starts a new instance when a connection shakes hands again", async () => {
        const engine = (await serve(echo()))();
        await engine.start({ region: "westeurope" });
        await engine.start();
        expect((await engine.create(TYPE, "a", {})).state).toEqual({ configuration: {} });
    });

    it("lets secrets, unknown values, nulls and nested lists through", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        const inputs = { password: secret("hunter2"), later: UNKNOWN, none: null, list: [1, [true, { deep: secret([UNKNOWN]) }]] };
        expect((await engine.create(TYPE, "a", inputs)).state).toEqual({ ...inputs, configuration: {} });
    });

    it("drops what a provider left undefined", async () => {
        const nothing: Record<string, never> = {};
        const state: Properties = { kept: 1, dropped: nothing["x"] as never, list: [{ dropped: nothing["x"] as never }] };
        const engine = (await serve(echo({ create: () => Promise.resolve({ id: "x", state }) })))();
        await engine.start();
        expect((await engine.create(TYPE, "a", {})).state).toEqual({ kept: 1, list: [{}] });
    });

    it("passes a message far beyond gRPC's default limit of 4 MiB", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        const text = "x".repeat(9_000_000);
        expect((await engine.create(TYPE, "a", { text })).state["text"]).toHaveLength(9_000_000);
    });

    it("reads type and logical name from the URN of a nested resource", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        const { inputs } = await engine.check(`ml-platform:index:AksCluster$${TYPE}`, "a::b", {});
        expect(inputs["seen"]).toBe(`${TYPE} a::b -`);
    });

    it("tells the engine every kind of change, and whether it replaces", async () => {
        const changes = {
            "tags.a": { kind: "add", replace: false },
            "tags.b": { kind: "delete", replace: true },
            '["x.y"].z': { kind: "update", replace: false },
            "nodeTaints[0]": { kind: "update", replace: true },
        } as const;
        const engine = (await serve(echo({ diff: () => Promise.resolve({ changes, deleteBeforeReplace: true }) })))();
        await engine.start();
        const answer = await engine.diff(TYPE, {}, {});
        const { ADD, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
        const detailed = Object.keys(changes).map((path) => answer.getDetaileddiffMap().get(path)?.toObject());
        expect(answer.getDetaileddiffMap().getLength()).toBe(4);
        expect(detailed).toEqual([
            { kind: ADD, inputdiff: true },
            { kind: DELETE_REPLACE, inputdiff: true },
            { kind: UPDATE, inputdiff: true },
            { kind: UPDATE_REPLACE, inputdiff: true },
        ]);
        expect(answer.getReplacesList()).toEqual(["tags.b", "nodeTaints[0]"]);
        expect(answer.getDiffsList()).toEqual(["tags", "x.y", "nodeTaints"]);
        expect([answer.getChanges(), answer.getHasdetaileddiff(), answer.getDeletebeforereplace()]).toEqual([2, true, true]);
    });

    it("says that nothing changed when nothing did", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        const answer = await engine.diff(TYPE, {}, {});
        expect([answer.getChanges(), answer.getReplacesList(), answer.getHasdetaileddiff()]).toEqual([1, [], true]);
    });

    it("answers an empty id for what does not exist any more", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        expect(await engine.read(TYPE, "a", "id-1")).toEqual({ id: "", inputs: {}, state: {} });
    });

    it("sends the message of an error as the provider wrote it", async () => {
        const engine = (await serve(echo({ create: () => Promise.reject(new Error('Code="QuotaExceeded" Message="no cores"')) })))();
        await engine.start();
        await expect(engine.create(TYPE, "a", {})).rejects.toMatchObject({
            code: Code.UNKNOWN,
            details: 'Code="QuotaExceeded" Message="no cores"',
        });
    });

    it("puts the resource of a partial failure where the engine finds it", async () => {
        const failure = new PartialFailure("id-9", { key: secret("k") }, { size: 2 }, ["polling failed", "still creating"]);
        const engine = (await serve(echo({ create: () => Promise.reject(failure) })))();
        await engine.start();
        const error: unknown = await engine.create(TYPE, "a", {}).catch((caught: unknown) => caught);
        const metadata = (error as { metadata: { get(key: string): Buffer[] } }).metadata;
        const [detail] = Status.deserializeBinary(metadata.get("grpc-status-details-bin")[0] ?? Buffer.alloc(0)).getDetailsList();
        expect(detail?.getTypeUrl()).toBe("type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
        const decoded = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
        expect(decoded.getId()).toBe("id-9");
        expect(decoded.getReasonsList()).toEqual(["polling failed", "still creating"]);
        expect(toProperties(decoded.getProperties())).toEqual({ key: secret("k") });
        expect(toProperties(decoded.getInputs())).toEqual({ size: 2 });
    });

    it("shows a provider's log lines in the engine that opened the connection", async () => {
        const lines: LogRequest.AsObject[] = [];
        const display = new Server();
        display.addService(EngineService, {
            log: (call: { request: LogRequest }, callback: (error: null, answer: Empty) => void) => {
                lines.push(call.request.toObject());
                callback(null, new Empty());
            },
        });
        const port = await new Promise<number>((resolve) => {
            display.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, bound) => {
                resolve(bound);
            });
        });
        const engine = (await serve(echo()))();
        await engine.start({}, `127.0.0.1:${String(port)}`);
        await engine.create(TYPE, "a", {});
        for (let waited = 0; lines.length === 0 && waited < 100; waited++) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        display.forceShutdown();
        expect(lines).toEqual([{ severity: 2, message: "made it", urn: urnOf(TYPE, "a"), streamid: 0, ephemeral: false }]);
    });

    it("refuses components and parameters in words", async () => {
        const engine = (await serve(echo()))();
        await engine.start();
        const construct = new ConstructRequest();
        construct.setType("demo:index:Group");
        await expect(engine.raw((client, done) => client.construct(construct, done))).rejects.toMatchObject({
            code: Code.UNIMPLEMENTED,
            details: expect.stringContaining("no component type demo:index:Group") as string,
        });
        await expect(engine.raw((client, done) => client.parameterize(new ParameterizeRequest(), done))).rejects.toMatchObject({
            code: Code.UNIMPLEMENTED,
        });
    });

    it("answers for the version of the SDK", async () => {
        const engine = (await serve(echo()))();
        expect((await engine.raw<PluginInfo>((client, done) => client.getPluginInfo(new Empty(), done))).getVersion()).toBe("1.2.3");
    });
});
