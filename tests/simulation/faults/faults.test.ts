import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { parseFaults, readFaultFile } from "../../../rehearsal/faults/fault-file";
import { FaultInjector } from "../../../rehearsal/faults/injector";
import type { ProviderHost, SimulatedProvider } from "../../../rehearsal/provider/contract";
import { serveProviders, type ProviderServers } from "../../../rehearsal/provider/server";
import { TestEngine, urnOf } from "../provider/client";

const POOL = "demo:index:Pool";

describe("a fault file", () => {
    it("reads every kind of fault, with what is left out filled in", () => {
        const text = `
- match: { type: "demo:*", verb: create, name: "*-t4" }
  nth: 2
  times: 3
  fault: { error: AllocationFailed, message: no capacity, status: 409 }
- fault: { crash: after-accept }
- match: { verb: update }
  fault: { partial: true, reasons: [polling failed] }
- match: {}
  fault: { delaySeconds: 0.5 }
- match: { verb: create }
  fault: { fails: AllocationFailed, message: no machines }
- match: { type: "kubernetes:apps/*" }
  fault: { neverReady: true }
- match: { type: "*Deployment" }
  fault: { neverReady: true }
`;
        const anything = { type: "*", verb: undefined, name: "*" };
        expect(parseFaults(text)).toEqual([
            {
                match: { type: "demo:*", verb: "create", name: "*-t4" },
                nth: 2,
                times: 3,
                fault: { kind: "error", code: "AllocationFailed", message: "no capacity", status: 409 },
            },
            { match: anything, nth: 1, times: 1, fault: { kind: "crash", point: "after-accept" } },
            { match: { ...anything, verb: "update" }, nth: 1, times: 1, fault: { kind: "partial", reasons: ["polling failed"] } },
            { match: anything, nth: 1, times: 1, fault: { kind: "delay", seconds: 0.5 } },
            {
                match: { ...anything, verb: "create" },
                nth: 1,
                times: 1,
                fault: { kind: "operation", code: "AllocationFailed", message: "no machines" },
            },
            { match: { ...anything, type: "kubernetes:apps/*" }, nth: 1, times: 1, fault: { kind: "never-ready" } },
            { match: { ...anything, type: "*Deployment" }, nth: 1, times: 1, fault: { kind: "never-ready" } },
        ]);
        expect(parseFaults("")).toEqual([]);
    });

    it("names everything that is wrong, by path", () => {
        const text = `
- match: { typ: x, verb: read }
  nth: 0
  fault: { crash: sometime }
- fault: { error: X, crash: before-request }
- match: { verb: delete }
  fault: { partial: true }
- match: { verb: delete }
  fault: { fails: AllocationFailed }
- wrong: 1
- match: { verb: delete, type: "azure-native:containerservice:*" }
  fault: { neverReady: true }
- match: { type: kubernetes }
  fault: { neverReady: false, partial: true }
`;
        expect(() => parseFaults(text)).toThrow(
            [
                "[0].match.typ is not known: use type, verb, name",
                '[0].match.verb is "read": use create or update or delete',
                "[0].nth is 0: use a whole number of at least 1",
                '[0].fault.crash is "sometime": use before-request or after-accept or after-answer',
                "[1].fault names crash and error: give exactly one of crash, error, fails, partial, neverReady, delaySeconds",
                "[2].fault.partial a delete cannot succeed in part: use error",
                "[3].fault.fails a delete cannot succeed in part: use error",
                "[4].wrong is not known: use match, nth, times, fault",
                "[4].fault is missing: use a map",
                "[4].fault names no fault: give exactly one of crash, error, fails, partial, neverReady, delaySeconds",
                "[5].fault.neverReady a delete waits for no condition: use error or delaySeconds",
                '[5].fault.neverReady is for objects and releases of a cluster, not for "azure-native:containerservice:*": use fails or partial',
                '[6].fault.neverReady is for objects and releases of a cluster, not for "kubernetes": use fails or partial',
                "[6].fault names partial and neverReady: give exactly one of crash, error, fails, partial, neverReady, delaySeconds",
                "[6].fault.neverReady is not known: use partial, reasons",
            ].join("\n"),
        );
        expect(() => parseFaults("a: 1")).toThrow("the file is not a list");
        expect(() => readFaultFile("/nowhere/faults.yaml")).toThrow("fault file /nowhere/faults.yaml: ");
    });
});

describe("a rehearsed fault", () => {
    let servers: ProviderServers | undefined;
    let engine: TestEngine | undefined;
    let victim: ChildProcess | undefined;
    const calls: string[] = [];
    const points: string[] = [];

    afterEach(async () => {
        engine?.close();
        await servers?.close();
        victim?.kill("SIGKILL");
        victim = undefined;
        calls.length = 0;
        points.length = 0;
    });

    /** Says what it did, in order; `slow` resources go on after they were accepted. */
    function recorder(): SimulatedProvider {
        const work = async (host: ProviderHost, verb: "create" | "update" | "delete", urn: string, name: string) => {
            calls.push(`${verb} ${name} begun`);
            if (name.startsWith("slow")) {
                await host.accepted({ urn, type: POOL, name, verb });
                calls.push(`${verb} ${name} went on`);
            }
        };
        return {
            name: "demo",
            version: "1.0.0",
            open: (host) => ({
                configure: () => Promise.resolve(),
                check: ({ news }) => Promise.resolve({ inputs: news, failures: [] }),
                diff: () => Promise.resolve({ changes: {}, deleteBeforeReplace: false }),
                create: async ({ urn, name, preview, inputs }) => {
                    await (preview ? undefined : work(host, "create", urn, name));
                    return { id: preview ? "" : name, state: inputs };
                },
                update: async ({ urn, name, preview, news }) => {
                    await (preview ? undefined : work(host, "update", urn, name));
                    return { state: news };
                },
                delete: ({ urn, name }) => work(host, "delete", urn, name),
                read: () => Promise.resolve("gone"),
                invoke: () => Promise.resolve({}),
            }),
        };
    }

    async function rehearse(faults: string): Promise<{ engine: TestEngine; injector: FaultInjector }> {
        const injector = new FaultInjector(parseFaults(faults), {
            onCrash: (point, call) => points.push(`${point} ${call.verb} ${call.name}`),
        });
        servers = await serveProviders([recorder()], { faults: injector });
        engine = new TestEngine(servers.ports["demo"] ?? 0);
        await engine.start();
        return { engine, injector };
    }

    /** A process in the place of the engine. */
    async function startVictim(injector: FaultInjector): Promise<{ ended: Promise<unknown[]> }> {
        victim = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], { stdio: ["ignore", "pipe", "ignore"] });
        const ended = once(victim, "exit");
        await once(victim.stdout ?? victim, "data");
        injector.attachEngine(victim.pid ?? 0);
        return { ended };
    }

    it("hits the nth to the nth plus times matching call, and no other resource", async () => {
        const { engine: client } = await rehearse(`
- match: { type: "demo:*", verb: create, name: "gpu-*" }
  nth: 2
  times: 2
  fault: { error: AllocationFailed, message: no capacity, status: 409 }
`);
        const outcome = async (name: string) =>
            client.create(POOL, name, {}).then(
                () => "ok",
                (error: unknown) => (error as { details: string }).details,
            );
        const refused = 'Status=409 Code="AllocationFailed" Message="no capacity"';
        expect([
            await outcome("gpu-a"),
            await outcome("cpu"),
            await outcome("gpu-b"),
            await outcome("gpu-c"),
            await outcome("gpu-d"),
        ]).toEqual(["ok", "ok", refused, refused, "ok"]);
        expect(calls).toEqual(["create gpu-a begun", "create cpu begun", "create gpu-d begun"]);
        await client.delete(POOL, "gpu-a", "gpu-a");
    });

    it("does not count a preview", async () => {
        const { engine: client } = await rehearse("- fault: { error: X }");
        await client.create(POOL, "a", {}, true);
        await client.update(POOL, "a", "a", {}, {}, true);
        await expect(client.create(POOL, "a", {})).rejects.toMatchObject({ details: 'Code="X" Message="rehearsed fault"' });
        expect((await client.create(POOL, "a", {})).id).toBe("a");
    });

    it("reports a resource that was made as failed, with the resource", async () => {
        const { engine: client } = await rehearse("- fault: { partial: true, reasons: [polling failed] }");
        await client.delete(POOL, "a", "a");
        const error: unknown = await client.create(POOL, "a", { size: 1 }).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ details: "polling failed" });
        expect((error as { metadata: { get(key: string): Buffer[] } }).metadata.get("grpc-status-details-bin")).toHaveLength(1);
        expect(calls).toEqual(["delete a begun", "create a begun"]);
    });

    it("reports what has no long operation as failed, too, when its operation is to fail", async () => {
        const { engine: client } = await rehearse("- fault: { fails: AllocationFailed, message: no machines }");
        await client.delete(POOL, "a", "a");
        const error: unknown = await client.create(POOL, "quick", { size: 1 }).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ details: 'Code="AllocationFailed" Message="no machines"' });
        expect(calls).toEqual(["delete a begun", "create quick begun"]);
    });

    it("holds a call up", async () => {
        const { engine: client } = await rehearse("- fault: { delaySeconds: 0.3 }");
        const begun = Date.now();
        await client.create(POOL, "a", {});
        expect(Date.now() - begun).toBeGreaterThanOrEqual(290);
    });

    it.each([
        ["before-request", "slow", []],
        ["after-accept", "slow", ["create slow begun", "create slow went on"]],
        ["after-accept", "quick", ["create quick begun"]],
        ["after-answer", "quick", ["create quick begun"]],
    ])("kills the engine %s of %s", async (point, name, expected) => {
        const { engine: client, injector } = await rehearse(`- { match: { verb: create }, fault: { crash: ${point} } }`);
        const { ended } = await startVictim(injector);
        await client.create(POOL, name, {}).catch(() => undefined);
        expect(await ended).toEqual([null, "SIGKILL"]);
        expect(calls).toEqual(expected);
        expect(points).toEqual([`${point} create ${name}`]);
    });

    it("stops the engine before it can see the answer, and kills it only then", async () => {
        const signals: string[] = [];
        const injector = new FaultInjector(parseFaults("- fault: { crash: after-answer }"), {
            signal: (pid, signal) => signals.push(`${signal} ${String(pid)}`),
        });
        injector.attachEngine(42);
        const fault = injector.begin({ urn: urnOf(POOL, "a"), type: POOL, name: "a", verb: "delete" });
        await fault.beforeRequest();
        await fault.afterEffect(undefined);
        await fault.answer(() => signals.push("answer"));
        expect(signals).toEqual(["SIGSTOP 42", "answer", "SIGKILL 42"]);
    });

    it("says so when there is no engine to kill", async () => {
        const { engine: client } = await rehearse("- fault: { crash: before-request }");
        await expect(client.create(POOL, "a", {})).rejects.toMatchObject({
            details: expect.stringContaining("no engine is attached") as string,
        });
        expect(calls).toEqual([]);
    });
});
