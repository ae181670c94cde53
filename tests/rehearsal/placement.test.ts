import { gzipSync } from "node:zlib";
import { numberAt, textAt } from "../../rehearsal/azure/request";
import { placementOf, type Placement } from "../../rehearsal/commands/placement";
import type { KubernetesObject } from "../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../rehearsal/provider/values";
import { poolRecord } from "../simulation/nodes/records";
import { STACK, standUpCluster, type StandingTestCluster } from "../support/standing-cluster";

const GPU_TAINT = ["nvidia.com/gpu=present:NoSchedule"];

/** A pool as a program makes it, that only pods which select it can be on. */
const gpuPool = (name: string, body: Properties = {}): ReturnType<typeof poolRecord> =>
    poolRecord(name, { nodeLabels: { "ml-platform/pool": name }, nodeTaints: GPU_TAINT, ...body }, { stack: STACK });

const job = (name: string, pool: string, requests: Record<string, string | number>, more: Properties = {}): KubernetesObject => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: {
        backoffLimit: 0,
        template: {
            metadata: { annotations: { "ml-platform.rehearsal/runs-for": "5m" } },
            spec: {
                restartPolicy: "Never",
                nodeSelector: { "ml-platform/pool": pool },
                containers: [{ name: "main", image: "train:1", resources: { limits: { ...requests } } }],
                ...more,
            },
        },
    },
});

/** A release of NVIDIA's device plugin, as Helm records it. */
function pluginRelease(): KubernetesObject {
    const name = "nvidia-device-plugin";
    const release = {
        name,
        namespace: "default",
        chart: { metadata: { name } },
        config: { affinity: null, nodeSelector: { "kubernetes.azure.com/accelerator": "nvidia" }, tolerations: [{ operator: "Exists" }] },
    };
    const encoded = gzipSync(JSON.stringify(release)).toString("base64");
    return {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
            name: `sh.helm.release.v1.${name}.v1`,
            namespace: "default",
            labels: { owner: "helm", status: "deployed", name, version: "1" },
        },
        type: "helm.sh/release.v1",
        data: { release: Buffer.from(encoded).toString("base64") },
    };
}

describe("GPU workloads on a real scheduler", () => {
    let cluster: StandingTestCluster;

    beforeAll(async () => {
        const pools = [
            gpuPool("t4"),
            gpuPool("spot", { scaleSetPriority: "Spot" }),
            gpuPool("a100", { vmSize: "Standard_NC24ads_A100_v4" }),
            gpuPool("team", { nodeTaints: [...GPU_TAINT, "team=platform:NoSchedule"] }),
        ];
        const quotas = {
            cores: 60,
            lowPriorityCores: 16,
            standardDDSv5Family: 16,
            "Standard NCASv3_T4 Family": 16,
            StandardNCADSA100v4Family: 0,
        };
        cluster = await standUpCluster(pools, quotas);
        await cluster.send("POST", "/api/v1/namespaces/default/secrets", pluginRelease());
    }, 600_000);

    afterAll(async () => cluster.close());

    afterEach(async () => {
        await cluster.send("DELETE", "/apis/batch/v1/namespaces/default/jobs", undefined, { propagationPolicy: "Background" });
    });

    const run = async (workload: KubernetesObject): Promise<Placement> => {
        await cluster.send("POST", "/apis/batch/v1/namespaces/default/jobs", workload);
        return placementOf(cluster.planes, cluster.paths, STACK);
    };
    const countOf = (name: string): number | undefined => numberAt(cluster.store.get(poolRecord(name, {}).id)?.body, "count");

    test("S4-20 S3-17 a job that asks for a GPU is bound to a node of the pool that the autoscaler adds, and the pool counts it", async () => {
        expect(countOf("t4")).toBe(0);
        const { lines, impossible } = await run(job("train", "t4", { "nvidia.com/gpu": 1 }));
        expect(impossible).toEqual([]);
        expect(lines.find((line) => line.includes("Job default/train"))).toMatch(
            /Job default\/train +1 nvidia\.com\/gpu +1 +t4 +aks-t4-\d+-vmss000000 +selects ml-platform\/pool=t4; tolerates nvidia\.com\/gpu=present:NoSchedule$/,
        );
        expect(lines.find((line) => /^ +t4 /.test(line))).toMatch(/t4 +1 +1 +1 nvidia\.com\/gpu +1 nvidia\.com\/gpu +0\.00$/);
        expect([countOf("t4"), countOf("spot")]).toEqual([1, 0]);
        const node = await cluster.send("GET", `/api/v1/nodes/${/aks-t4-\d+-vmss000000/.exec(lines.join("\n"))?.[0] ?? ""}`);
        expect(textAt(node, "status", "allocatable", "nvidia.com/gpu")).toBe("1");
    }, 120_000);

    test.each<[string, KubernetesObject, string]>([
        [
            "S0-42 the toleration of Spot nodes is missing",
            job("cheap", "spot", { "nvidia.com/gpu": 1 }),
            "pool spot: has the taint kubernetes.azure.com/scalesetpriority=spot:NoSchedule, which the pod does not tolerate: add the toleration " +
                "{ key: kubernetes.azure.com/scalesetpriority, operator: Equal, value: spot, effect: NoSchedule }",
        ],
        [
            "the toleration of the platform's own taint is missing",
            job("stranger", "team", { "nvidia.com/gpu": 1 }),
            "pool team: has the taint team=platform:NoSchedule, which the pod does not tolerate: add the toleration " +
                "{ key: team, operator: Equal, value: platform, effect: NoSchedule }",
        ],
        [
            "the request is larger than the node",
            job("hungry", "t4", { "nvidia.com/gpu": 1, memory: "40Gi" }),
            "pool t4: the pod asks for 40 GiB of memory, and a Standard_NC4as_T4_v3 has ",
        ],
        [
            "the size has fewer GPUs",
            job("many", "t4", { "nvidia.com/gpu": 4 }),
            "pool t4: the pod asks for 4 nvidia.com/gpu, and a Standard_NC4as_T4_v3 offers 1: ask for less, or take a size with more GPUs",
        ],
        [
            "S0-14 the quota is too small for the autoscaler",
            job("large", "a100", { "nvidia.com/gpu": 1 }),
            'pool a100: a further node needs 24 vCPUs, and of the quota "StandardNCADSA100v4Family" in eastus 0 of 0 are used',
        ],
        [
            "no pool has the label",
            job("lost", "nowhere", { "nvidia.com/gpu": 1 }),
            "pool t4: the pod wants the label ml-platform/pool = nowhere, and its nodes have t4",
        ],
    ])(
        "%s: the rehearsal fails with the reason",
        async (_, workload, reason) => {
            const { lines, impossible } = await run(workload);
            expect(impossible).toEqual([`Job default/${textAt(workload, "metadata", "name") ?? ""}`]);
            expect(lines.join("\n")).toContain(reason);
            expect(lines.join("\n")).toMatch(/the scheduler: 0\/\d nodes are available/);
        },
        120_000,
    );

    test("S0-42 with the toleration the same job runs on a Spot node", async () => {
        const tolerations = [{ key: "kubernetes.azure.com/scalesetpriority", operator: "Equal", value: "spot", effect: "NoSchedule" }];
        const { impossible, lines } = await run(job("cheap", "spot", { "nvidia.com/gpu": 1 }, { tolerations }));
        expect(impossible).toEqual([]);
        expect(lines.join("\n")).toMatch(/Job default\/cheap +1 nvidia\.com\/gpu +1 +spot +aks-spot-/);
        expect(countOf("spot")).toBe(1);
    }, 120_000);

    test("idle nodes go, the pools count none again, and no pod is left behind", async () => {
        const pause = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));
        for (const end = Date.now() + 100_000; Date.now() < end && (countOf("t4") !== 0 || countOf("spot") !== 0);) {
            await pause();
        }
        const { lines } = await placementOf(cluster.planes, cluster.paths, STACK);
        expect([countOf("t4"), countOf("spot"), countOf("system")]).toEqual([0, 0, 1]);
        expect(lines.filter((line) => line.includes("Job "))).toEqual([]);
        const nodes = (await cluster.send("GET", "/api/v1/nodes"))["items"];
        expect(Array.isArray(nodes) ? nodes.map((node) => textAt(node, "metadata", "labels", "agentpool")) : nodes).toEqual(["system"]);
        const pods = (await cluster.send("GET", "/api/v1/pods"))["items"];
        expect(Array.isArray(pods) ? [...new Set(pods.map((pod) => textAt(pod, "metadata", "namespace")))] : pods).toEqual(["kube-system"]);
    }, 150_000);
});
