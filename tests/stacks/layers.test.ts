import * as pulumi from "@pulumi/pulumi";
import { deploy, loadConfig, type StackOutputs } from "../../stacks";
import { named, record, type Recording, type RecordSettings, roots, urns, valueOf } from "../support/mocks";
import { all, azure, AZURE_STACK, azureOutputs, cluster, type Plain, run, settled } from "./support/layers";
import { setConfig } from "./support/set-config";
import { type Edit, edited, toRaw } from "./support/stack-config";

beforeEach(() => jest.spyOn(pulumi.log, "warn").mockResolvedValue());
afterEach(() => jest.restoreAllMocks());

let handed: Plain;
beforeAll(async () => {
    jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    handed = await azureOutputs();
});

const runCluster = (settings: RecordSettings = {}): Promise<Recording<StackOutputs>> =>
    run(cluster, { ...settings, stackOutputs: { [AZURE_STACK]: handed } });

/** A registration without what is another in another stack: what it is, below what, and with which inputs. */
function shapes({ resources }: Recording<unknown>, of: (type: string) => boolean): unknown[] {
    return resources
        .filter(({ type }) => of(type))
        .map(({ type, name, parent, urn, inputs }) => ({ type, name, parent, urn, inputs }))
        .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
const inAzure = (type: string): boolean => /^(azure-native|random):/.test(type);
const inCluster = (type: string): boolean => type.startsWith("kubernetes:");

describe("the two layers", () => {
    it("make together what one stack makes: the same resources with the same inputs, below the same parents", async () => {
        const [whole, first, second] = [await run(all), await run(azure), await runCluster()];
        expect(shapes(first, inAzure)).toEqual(shapes(whole, inAzure));
        expect(shapes(second, inCluster)).toEqual(shapes(whole, inCluster));
        expect(shapes(second, inCluster).length).toBeGreaterThan(0);
        expect([shapes(first, inCluster), shapes(second, inAzure)]).toEqual([[], []]);
        expect(first.resources.map(({ type }) => type)).not.toContain("pulumi:providers:kubernetes");
        expect([roots(first), roots(second)]).toEqual([["platform"], ["platform"]]);
    });

    it("each register the same in a preview", async () => {
        expect(urns(await run(azure, { preview: true }))).toEqual(urns(await run(azure)));
        expect(urns(await runCluster({ preview: true }))).toEqual(urns(await runCluster()));
    });

    it("know each other's outputs: all of one stack's are in one of the two, and the azure stack also hands over", async () => {
        const [whole, first, second] = [await run(all), await run(azure), await runCluster()];
        const keys = ({ result }: Recording<StackOutputs>): string[] => Object.keys(result);
        expect(keys(first)).toEqual([...keys(whole).filter((key) => key !== "namespace"), "azureLayer"]);
        expect(keys(second)).toEqual(["platform", "region", "clusterName", "namespace"]);
        const { clusterName, namespace, ...same } = await settled(second.result);
        expect([clusterName, namespace, same]).toEqual([handed["clusterName"], "studioml", { platform: "studioml", region: "eastus" }]);
    });

    it("S1-20 hand over one secret, the kubeconfig, by itself, and it stays one", async () => {
        const { result } = await run(azure);
        if (!("azureLayer" in result)) {
            throw new Error("nothing is handed over");
        }
        expect((await valueOf(pulumi.output(result.azureLayer))).secret).toBe(false);
        expect((await valueOf(result.kubeconfig)).secret).toBe(true);
        expect(JSON.stringify(handed["azureLayer"])).not.toMatch(/kubelogin|certificate-authority/);

        const { inputs } = named(await runCluster(), "kubernetes");
        expect(inputs["kubeconfig"]).toBe("[secret]");
        expect((await valueOf((await runCluster()).result.clusterName)).secret).toBe(false);
    });

    it("hand over everything that the cluster layer takes, known and in a form with a version", () => {
        const layer = handed["azureLayer"] as Plain;
        expect(Object.keys(layer)).toEqual([
            "version",
            "platform",
            "region",
            "addresses",
            "expander",
            "resourceGroupName",
            "cluster",
            "pools",
            "gpuPools",
            "registry",
            "services",
        ]);
        expect(layer["version"]).toBe(4);
        expect(Object.keys(layer["cluster"] as Plain)).toEqual([
            "id",
            "uid",
            "name",
            "resourceGroupName",
            "location",
            "oidcIssuerUrl",
            "nodeResourceGroupName",
            "nodeSubnetId",
            "kubernetesVersion",
            "kubeletIdentity",
        ]);
        const values = (value: unknown): unknown[] =>
            typeof value === "object" && value !== null ? Object.values(value).flatMap(values) : [value];
        expect(values(layer).filter((value) => value === undefined || value === null || value === "")).toEqual([]);
    });
});

describe("the provider of the cluster layer", () => {
    it("is for the cluster that the other stack made, and known in a preview: another cluster of the same name is another one", async () => {
        const uid = ((handed["azureLayer"] as Plain)["cluster"] as Plain)["uid"];
        for (const preview of [true, false]) {
            expect(named(await runCluster({ preview }), "kubernetes").inputs["clusterIdentifier"]).toBe(uid);
        }
    });

    it("gives objects no cluster to die with, since this stack has none: it deletes them by itself", async () => {
        const { resources } = await runCluster();
        expect(resources.filter(({ options }) => Object.keys(options).length > 0)).toEqual([]);
    });
});

describe("registries outside Azure", () => {
    const PASSWORD = "hunter2-of-github";
    const registries: Edit = [["imageRegistries"], { github: { server: "ghcr.io", username: "bot", password: PASSWORD } }];

    it("S1-9 give the namespace a Secret with their passwords, in the cluster layer, and the outputs its name", async () => {
        const recording = await run([...cluster, registries], { stackOutputs: { [AZURE_STACK]: handed } });
        expect(named(recording, "image-pull-studioml").inputs).toMatchObject({
            metadata: { name: "image-registries", namespace: "studioml" },
            type: "kubernetes.io/dockerconfigjson",
            stringData: "[secret]",
        });
        expect((await settled(recording.result))["imagePullSecret"]).toBe("image-registries");
        expect(JSON.stringify(recording.resources)).not.toContain(PASSWORD);
        expect((await run([...azure, registries])).resources.filter(({ type }) => inCluster(type))).toEqual([]);
    });

    it("S1-9 die with the cluster where the same stack makes it", async () => {
        const { options } = named(await run([...all, registries]), "image-pull-studioml");
        const replaceWith = ["cluster-cluster", "network-vnet", "network-node-subnet", "platform-id"];
        expect(options).toEqual({ deletedWith: "cluster-cluster", replaceWith, deleteBeforeReplace: true });
    });

    it("are none by default, and then there is no Secret", async () => {
        expect(shapes(await runCluster(), (type) => type.endsWith(":Secret"))).toEqual([]);
    });
});

describe("a stack that builds on", () => {
    it.each([
        ["a stack that does not exist", {}, "nothing stands of stack"],
        ["a stack that was destroyed", { [AZURE_STACK]: {} }, "nothing stands of stack"],
        ["a stack that makes everything", { [AZURE_STACK]: { platform: "studioml" } }, "its layer is not azure"],
    ])("%s registers nothing, and says so without a stack trace", async (_title, stackOutputs, message) => {
        const { result, resources } = await record(
            async () => {
                setConfig(toRaw(edited("prod", cluster)));
                return deploy(loadConfig()).catch((error: unknown) => error);
            },
            { stack: "prod", stackOutputs },
        );
        expect(pulumi.RunError.isInstance(result)).toBe(true);
        expect((result as Error).message).toContain(message);
        expect(resources).toEqual([]);
    });

    it("a stack whose secrets cannot be decrypted says which passphrase or key it needs", async () => {
        const { result, resources } = await record(
            async () => {
                setConfig(toRaw(edited("prod", cluster)));
                return deploy(loadConfig()).catch((error: unknown) => error);
            },
            // The engine puts an empty map in the place of a secret that it cannot decrypt.
            { stack: "prod", stackOutputs: { [AZURE_STACK]: { ...handed, kubeconfig: {} } } },
        );
        expect((result as Error).message).toContain(`the kubeconfig of stack "${AZURE_STACK}" cannot be decrypted`);
        expect(resources).toEqual([]);
    });

    it("itself under its full name is refused, whatever the organization is called", async () => {
        const { result } = await record(
            async () => {
                setConfig(toRaw(edited("prod", [...cluster, [["azureStack"], "acme/ml-platform/prod"]])));
                return deploy(loadConfig()).catch((error: unknown) => error);
            },
            { stack: "prod", organization: "acme" },
        );
        expect((result as Error).message).toContain("is this stack itself");
    });
});
