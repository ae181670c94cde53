import * as pulumi from "@pulumi/pulumi";
import { deploy, loadConfig, type PlatformOutputs } from "../../stacks";
import { named, record, type Recording, roots, urns, valueOf } from "../support/mocks";
import { goldenFile, render } from "./support/golden";
import { wholePlatform } from "./support/outputs";
import { setConfig } from "./support/set-config";
import { type Edit, edited, STACKS, toRaw } from "./support/stack-config";

beforeEach(() => jest.spyOn(pulumi.log, "warn").mockResolvedValue());
afterEach(() => jest.restoreAllMocks());

type Run = Promise<Recording<PlatformOutputs>>;

function runEdited(stack: string, edits: readonly Edit[], preview = false): Run {
    return record(
        async () => {
            setConfig(toRaw(edited(stack, edits)));
            return wholePlatform(await deploy(loadConfig()));
        },
        { stack, preview },
    );
}

const runs = new Map<string, Run>();

/** A stack file as it is, run once for all tests. */
function run(stack: string, { preview = false } = {}): Run {
    const key = `${stack} ${preview}`;
    const known = runs.get(key) ?? runEdited(stack, [], preview);
    runs.set(key, known);
    return known;
}

/** Logical names of what is protected. */
function protectedIn({ resources }: Recording<unknown>): string[] {
    return resources.filter(({ options }) => options.protect === true).map(({ name }) => name);
}

describe.each(STACKS)("stack %s", (stack) => {
    it("registers what its golden file says (UPDATE_GOLDEN=1 writes it anew)", async () => {
        const actual = render(await run(stack));
        expect(actual).toBe(goldenFile(stack, actual));
    });

    it("registers the same resources in a preview, when ids and computed values are unknown", async () => {
        expect(urns(await run(stack, { preview: true }))).toEqual(urns(await run(stack)));
    });

    it("has one root, no resource twice, and no alias of the SDK", async () => {
        const recording = await run(stack);
        expect(roots(recording)).toEqual(["platform"]);
        expect(new Set(urns(recording)).size).toBe(recording.resources.length);
        expect(recording.resources.flatMap(({ aliases }) => aliases)).toEqual([]);
    });

    it("S1-20 has one secret output, the kubeconfig, and no secret in another output or in the golden file", async () => {
        const recording = await run(stack);
        const { gpuPools, pools: _pools, totals: _totals, s3: _s3, platform, region, ...outputs } = recording.result;
        const values = await Promise.all(Object.entries(outputs).map(async ([name, output]) => ({ name, ...(await valueOf(output)) })));
        expect(values.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(["kubeconfig"]);
        expect(values.filter(({ value }) => value === undefined || value === "").map(({ name }) => name)).toEqual([]);
        const pools = await Promise.all(Object.values(gpuPools).map(({ agentPoolName }) => valueOf(agentPoolName)));
        expect(pools.filter(({ secret }) => secret)).toEqual([]);

        const kubeconfig = values.find(({ name }) => name === "kubeconfig")?.value ?? "";
        const shown = [goldenFile(stack, render(recording)), platform, region, JSON.stringify(values.filter(({ secret }) => !secret))].join(
            "\n",
        );
        for (const secret of [kubeconfig, Buffer.from(kubeconfig).toString("base64"), "ADMIN-TOKEN", "QURNSU4tS0VZ", "client-key-data"]) {
            expect(shown).not.toContain(secret);
        }
    });

    it("names what its outputs promise", async () => {
        const { result } = await run(stack);
        expect(Object.keys(result)).toEqual([
            "platform",
            "region",
            "resourceGroupName",
            "clusterName",
            "clusterId",
            "kubernetesVersion",
            "kubeconfig",
            "oidcIssuerUrl",
            "registryLoginServer",
            "pools",
            "gpuPools",
            "totals",
            "namespace",
        ]);
        expect((await valueOf(result.namespace)).value).toBe("studioml");
    });

    it("puts everything in the cluster through the cluster's own provider, to go and come with the cluster", async () => {
        const recording = await run(stack);
        const provider = named(recording, "kubernetes");
        const objects = recording.resources.filter(({ type }) => type.startsWith("kubernetes:"));
        expect(objects.map(({ name }) => name)).toEqual([
            "studioml-namespace",
            "gpu-software-namespace",
            "gpu-software-nvidia-device-plugin",
            "gpu-software-dcgm-exporter",
        ]);
        for (const object of objects) {
            expect(object.provider?.startsWith(`${provider.urn}::`)).toBe(true);
            // a release dies with its namespace, which is found before it where the engine deletes all of them in no order
            const deletedWith = object.type.endsWith(":Release") ? "gpu-software-namespace" : "cluster-cluster";
            // and with what the cluster itself is replaced with
            const replaceWith = ["cluster-cluster", "network-vnet", "network-node-subnet", "platform-id"];
            expect(object.options).toMatchObject({ deletedWith, replaceWith });
        }
    });

    it("knows in a preview which cluster the provider is for, since the engine closes a provider that would be replaced", async () => {
        const { inputs, options } = named(await run(stack, { preview: true }), "kubernetes");
        expect(inputs["kubeconfig"]).toBe("[unknown]");
        expect(inputs["clusterIdentifier"]).toBe("platform-cluster");
        expect(options).toEqual({});
    });

    it("replaces with the cluster whatever is deleted with it, or a new cluster would lack it", async () => {
        const { resources } = await run(stack);
        const gone = resources.filter(({ options }) => options.deletedWith !== undefined);
        expect(gone.length).toBeGreaterThan(4);
        const replaced = gone.filter(({ options }) => options.replaceWith?.includes("cluster-cluster")).map(({ name }) => name);
        expect(replaced).toEqual(gone.map(({ name }) => name));
        expect(gone.filter(({ options }) => !["cluster-cluster", ...replaced].includes(options.deletedWith ?? ""))).toEqual([]);
    });

    it("keeps nothing in the cluster waiting for GPU pools, which may never get a node", async () => {
        const recording = await run(stack);
        const pools = recording.resources.filter(({ type }) => type.endsWith(":AgentPool")).map(({ name }) => name);
        const inCluster = recording.resources.filter(({ type }) => type.startsWith("kubernetes:") || type.startsWith("pulumi:providers:"));
        expect(pools.length).toBeGreaterThan(0);
        expect(inCluster.flatMap(({ dependencies }) => dependencies).filter((name) => pools.includes(name) || name === "gpu")).toEqual([]);
    });
});

describe("the software for GPUs", () => {
    it.each<[string, Edit]>([
        ["without GPU pools", [["gpuPools"], {}]],
        ["where the stack says that it installs its own", [["gpuSoftware"], { kind: "none" }]],
    ])("S1-12 S3-14 is a default of shared files, and nothing but its namespace is planned of it %s", async (_when, edit) => {
        const ofSoftware = ({ resources }: Recording<unknown>): string[] =>
            resources.map(({ name }) => name).filter((name) => name.startsWith("gpu-software"));
        expect(ofSoftware(await run("dev"))).toHaveLength(4);
        expect(ofSoftware(await runEdited("dev", [edit]))).toEqual(["gpu-software", "gpu-software-namespace"]);
    });
});

describe("protection", () => {
    it("is on exactly the cluster, the registry and the resource group of prod", async () => {
        expect(protectedIn(await run("prod")).sort()).toEqual(["cluster-cluster", "platform-resource-group", "registry-registry"]);
    });

    it("is on nothing of dev", async () => {
        expect(protectedIn(await run("dev"))).toEqual([]);
    });
});

describe("the environment", () => {
    const ephemeral: Edit = [["environment", "lifetime"], { kind: "ephemeral", expiresOn: "2027-01-31" }];

    it.each([
        ["persistent", [], undefined],
        // Provider inputs travel as texts.
        ["ephemeral", [ephemeral], "true"],
    ] as const)("that is %s forgets objects of an unreachable API server only if it is ephemeral", async (_kind, edits, expected) => {
        expect(named(await runEdited("dev", edits), "kubernetes").inputs["deleteUnreachable"]).toBe(expected);
    });

    it("says on every Azure resource that takes tags whose it is and when it expires", async () => {
        const { resources } = await runEdited("dev", [ephemeral]);
        const tagged = resources.filter(({ inputs }) => inputs["tags"] !== undefined);
        expect(tagged.length).toBeGreaterThan(5);
        for (const { inputs } of tagged) {
            expect(inputs["tags"]).toEqual({
                "cost-center": "research",
                owner: "ml-platform-team",
                environment: "dev",
                "managed-by": "pulumi",
                "expires-on": "2027-01-31",
            });
        }
    });

    it("S1-5 begins every name with prefix and environment", async () => {
        const recording = await runEdited("dev", [[["naming"], { prefix: "acme", environment: "lab" }]]);
        expect((await valueOf(recording.result.clusterName)).value).toMatch(/^aks-acme-lab-[0-9a-z]{8}$/);
    });

    it("keeps the SDK's aliases where the stack asks for them", async () => {
        const { resources } = await runEdited("dev", [[["keepSdkAliases"], true]]);
        expect(resources.flatMap(({ aliases }) => aliases).length).toBeGreaterThan(100);
    });
});
