import { parseFaults } from "../../../rehearsal/faults/fault-file";
import { FaultInjector } from "../../../rehearsal/faults/injector";
import { listObjects } from "../../../rehearsal/kubernetes/inventory";
import { plain, type Properties } from "../../../rehearsal/provider/values";
import { urnOf } from "../provider/client";
import { CONFIG_MAP, DCGM, DEPLOYMENT, merged, RELEASE, startCluster, type TestCluster } from "./cluster";

const FAULT = '- match: { type: "kubernetes:*" }\n  nth: 2\n  fault: { neverReady: true }\n';
const NAMESPACE = "kubernetes:core/v1:Namespace";
const DEFINITE = "failed to become available within allocated timeout";

const deployment: Properties = {
    metadata: { name: "web", namespace: "gpu-resources" },
    spec: { selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: {} } },
};

/** The first request makes the namespace; the second one meets the fault. */
describe("an object or release that a fault never lets get ready, in a cluster that is kept in files", () => {
    let cluster: TestCluster;

    beforeEach(async () => {
        cluster = await startCluster(FAULT);
        await cluster.make(NAMESPACE, "ns", { metadata: { name: "gpu-resources" } });
    });
    afterEach(async () => cluster.close());

    const names = (): string[] => listObjects(cluster.directory).map(({ kind, name }) => `${kind} ${name}`);
    const refusal = async (made: Promise<unknown>): Promise<string> =>
        made.then(
            () => "nothing was refused",
            (error: unknown) => (error as { details: string }).details,
        );
    const statusOf = (state: Properties): unknown => (plain(state)["status"] as Properties)["status"];

    it("stands, and is reported as unfinished when its time is up; the next update finds it ready", async () => {
        const text = await refusal(cluster.make(DEPLOYMENT, "web", deployment));
        expect(text).toContain("'web' timed out waiting to be Ready after 600 s; the rehearsal was told that this never becomes ready");
        expect(names()).toEqual(["Deployment web", "Namespace gpu-resources"]);
        const { inputs } = await cluster.engine.check(DEPLOYMENT, "web", deployment);
        const state = await cluster.engine.update(DEPLOYMENT, "web", "gpu-resources/web", inputs, inputs);
        expect(plain(state)["status"]).toMatchObject({ readyReplicas: 1 });
    });

    it("has the time that the program gives it", async () => {
        const annotations = { "pulumi.com/timeoutSeconds": "30" };
        const text = await refusal(cluster.make(DEPLOYMENT, "web", merged(deployment, { metadata: { annotations } })));
        expect(text).toContain("'web' timed out waiting to be Ready after 30 s");
    });

    it("makes no difference where nothing waits: kinds that are ready at once, and what is not awaited", async () => {
        const made = await cluster.make(CONFIG_MAP, "c", { metadata: { name: "c", namespace: "gpu-resources" }, data: {} });
        expect(made.id).toBe("gpu-resources/c");
    });

    it("makes no difference for a release that is not awaited", async () => {
        const { state } = await cluster.make(RELEASE, "dcgm", { ...DCGM, skipAwait: true });
        expect(statusOf(state)).toBe("deployed");
    });

    it("is a release that failed, in the real provider's words; the next upgrade deploys it", async () => {
        const { inputs } = await cluster.engine.check(RELEASE, "dcgm", DCGM);
        const text = await refusal(cluster.engine.create(RELEASE, "dcgm", inputs));
        const id = "gpu-resources/dcgm";
        expect(text).toContain(
            `Helm release "${id}" was created, but failed to initialize completely. Use Helm CLI to investigate.: ${DEFINITE}. Error: Helm Release ${id}: timed out waiting for the condition`,
        );
        expect(statusOf((await cluster.engine.read(RELEASE, "dcgm", id, inputs)).state)).toBe("failed");
        expect(statusOf(await cluster.engine.update(RELEASE, "dcgm", id, inputs, inputs))).toBe("deployed");
    });

    it("is gone again where the release is atomic", async () => {
        const text = await refusal(cluster.make(RELEASE, "dcgm", { ...DCGM, atomic: true }));
        expect(text).toContain(
            "release dcgm failed, and has been uninstalled due to atomic being set: timed out waiting for the condition",
        );
        expect(names()).toEqual(["Namespace gpu-resources"]);
    });
});

it("asks nobody to wait in vain but providers of objects in a cluster, and for nothing that is deleted", () => {
    const injector = new FaultInjector(parseFaults("- { match: { name: a }, times: 2, fault: { neverReady: true } }"));
    const isAsked = (type: string, verb: "create" | "update" | "delete"): boolean =>
        injector.begin({ urn: urnOf(type, "a"), type, name: "a", verb }).neverReady;
    expect([isAsked("demo:index:Pool", "create"), isAsked(RELEASE, "delete"), isAsked(RELEASE, "create")]).toEqual([false, false, true]);
    expect([isAsked(RELEASE, "update"), isAsked(RELEASE, "update")]).toEqual([true, false]);
});

it("an upgrade that never gets ready is kept as failed, or rolled back where the release is atomic", async () => {
    const cluster = await startCluster(`- match: { type: "${RELEASE}", verb: update }\n  times: 2\n  fault: { neverReady: true }\n`);
    await cluster.make(NAMESPACE, "ns", { metadata: { name: "gpu-resources" } });
    const { inputs, id, state } = await cluster.make(RELEASE, "dcgm", DCGM);
    const changed = { ...inputs, values: { hostNetwork: true } };
    const upgrade = (news: Properties): Promise<Properties> => cluster.engine.update(RELEASE, "dcgm", id, state, news);
    const live = async (): Promise<Properties> => plain((await cluster.engine.read(RELEASE, "dcgm", id, inputs)).state);
    await expect(upgrade({ ...changed, atomic: true })).rejects.toMatchObject({
        details: expect.stringContaining("release dcgm failed, and has been rolled back due to atomic being set") as string,
    });
    expect(await live()).toMatchObject({ values: {}, status: { revision: 3, status: "deployed" } });
    await expect(upgrade(changed)).rejects.toMatchObject({
        details: expect.stringContaining(`Helm release "${id}" failed to initialize completely`) as string,
    });
    expect(await live()).toMatchObject({ values: { hostNetwork: true }, status: { revision: 4, status: "failed" } });
    await cluster.close();
});
