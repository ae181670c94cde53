import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { CONFIG_JSON_SCHEMA, type JsonSchema } from "../../stacks/config/json-schema/json-schema";
import { NONE_ONLY, NOT_BUILT } from "../../stacks/config/keys/not-built";
import { changesDocument, propertyRules } from "../changes/document";
import { EDITS } from "../changes/edits-data";
import { keyOutcomes, type KeyOutcome, registered } from "../changes/run";
import { CHECKOUT } from "./support/stack-config";

jest.setTimeout(600_000);
// Pulumi takes a stack trace for every promise, and Jest maps each of them to the sources.
beforeAll(() => (Error.stackTraceLimit = 0));
beforeEach(() => jest.spyOn(pulumi.log, "warn").mockResolvedValue());
afterEach(() => jest.restoreAllMocks());

let outcomes: Promise<KeyOutcome[]> | undefined;
const all = (): Promise<KeyOutcome[]> => (outcomes ??= keyOutcomes());

/** Keys that reach nothing in Azure, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
    extends: "what it brings are other keys",
    platform: "one platform is built",
    layer: "the same resources in two stacks",
    azureStack: "the same resources in two stacks",
    deployFrom: "says where Pulumi runs",
    "network.peeredRanges": "for the rules only",
    poolCreation: "the order in which pools are made",
    gpuSoftware: "in the cluster only: Helm releases",
    mirror: "in the cluster only: where charts and images come from",
    "imageRegistries.<name>.username": "in the cluster only",
    "imageRegistries.<name>.password": "in the cluster only",
    // Parts of what is not built, whose own description does not say so.
    "nodeScaling.limits": "not built",
    "nodeScaling.consolidation": "not built",
    "nodeScaling.consolidateAfterMinutes": "not built",
    "nodeScaling.expireAfterHours": "not built",
    "nodeScaling.imageFamily": "not built",
    "nodeScaling.version": "not built",
    "nodeScaling.replicas": "not built",
    "gpuPools.<name>.sharing.replicas": "in the cluster only: the device plugin's",
    "gpuPools.<name>.sharing.strategy": "in the cluster only: the device plugin's",
};

/** Every key that takes a value and that this version builds. */
function builtKeys(schema: JsonSchema, at: readonly string[] = []): string[] {
    const text = schema.description ?? "";
    if (text.endsWith(NOT_BUILT) || text.endsWith(NONE_ONLY)) {
        return [];
    }
    const map = schema.additionalProperties;
    const variants = (schema.oneOf ?? []).filter(({ properties }) => properties !== undefined);
    const below = [
        ...variants.flatMap((variant) => builtKeys(variant, at)),
        ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => builtKeys(inner, [...at, key])),
        ...(typeof map === "object" ? builtKeys(map, [...at, "<name>"]) : []),
    ];
    const isLeaf = variants.length === 0 && schema.properties === undefined && typeof map !== "object";
    return [...new Set(isLeaf ? [at.join(".")] : below)];
}

const isElsewhere = (key: string): boolean => Object.keys(ELSEWHERE).some((one) => key === one || key.startsWith(`${one}.`));

describe("docs/changes.md", () => {
    it("is what the program and the API tables say now (`npm run changes` writes it)", async () => {
        expect(readFileSync(path.join(CHECKOUT, "docs", "changes.md"), "utf8")).toBe(await changesDocument(await all()));
    });

    it("has a row for every key that is built and reaches Azure, and for no other", () => {
        const keys = builtKeys(CONFIG_JSON_SCHEMA);
        const shown = EDITS.map(({ key }) => key);
        expect(keys.filter((key) => !shown.includes(key) && !isElsewhere(key))).toEqual([]);
        expect(shown.filter((key) => !keys.includes(key))).toEqual([]);
        expect(new Set(shown).size).toBe(shown.length);
    });
});

describe("`up`", () => {
    it("never sends a change that Azure refuses: it replaces, or ignores it", async () => {
        const refused = (await all()).flatMap(({ edit, outcomes: found }) =>
            found.flatMap(({ name, properties }) =>
                properties.filter(({ outcome }) => outcome === "refused").map(({ path: at }) => `${edit.key}: ${name} ${at}`),
            ),
        );
        expect(refused).toEqual([]);
    });

    it("can change nothing that Azure fixes at creation and no option names", async () => {
        const rules = await propertyRules(await all());
        const fixed = rules.filter(({ rule }) => rule === "never changes").map(({ type, path: at }) => `${type} ${at}`);
        expect(fixed).toEqual(["azure-native:containerregistry:Registry zoneRedundancy", "azure-native:network:NatGateway sku.name"]);
    });

    it("deletes first whatever it replaces on its own account, since names are fixed", async () => {
        const { resources } = await registered([]);
        const replacing = resources.filter(
            ({ options }) => options.replaceOnChanges !== undefined || options.replacementTrigger !== undefined,
        );
        expect(replacing.map(({ name }) => name).sort()).toEqual([
            "cluster-cluster",
            "gpu-a100",
            "gpu-t4",
            "network-node-subnet",
            "network-vnet",
            "platform-id",
        ]);
        expect(replacing.filter(({ options }) => options.deleteBeforeReplace !== true)).toEqual([]);
    });

    const replacedBy = async (key: string): Promise<string[]> =>
        ((await all()).find(({ edit }) => edit.key === key)?.outcomes ?? [])
            .filter(({ outcome }) => outcome === "replaced" || outcome === "replaced with")
            .map(({ name }) => name);

    const withCluster = [
        "cluster-cluster",
        "cluster-control-plane-logs",
        "cluster-maintenance-kubernetes",
        "cluster-maintenance-node-os",
        "cluster-maintenance-release",
        "gpu-a100",
        "gpu-software-dcgm-exporter",
        "gpu-software-namespace",
        "gpu-software-nvidia-device-plugin",
        "gpu-t4",
        "studioml-namespace",
    ];

    it.each(["podCidr", "serviceCidr", "dnsServiceIp", "dataplane", "podNetworking", "networkPolicy", "access.kind", "access.dnsZone"])(
        "replaces the cluster and everything in it for another cluster.%s",
        async (key) => {
            expect(await replacedBy(`cluster.${key}`)).toEqual(withCluster);
        },
    );

    it("replaces the network and what is in it for another range of the nodes, since Azure refuses that while nodes are there", async () => {
        expect(await replacedBy("network.nodeSubnet")).toEqual(
            [...withCluster, "cluster-subnet-role", "network-node-subnet", "network-vnet"].sort(),
        );
        expect(await replacedBy("network.addressSpace")).toEqual([]);
    });

    it.each(["network.kind", "network.nodeSubnetId"])("makes the cluster anew in another subnet: %s", async (key) => {
        expect(await replacedBy(key)).toEqual([...withCluster, "cluster-subnet-role"].sort());
    });

    it.each(["sizes", "driver", "zones", "maxPods", "osDisk.kind", "reservation.capacityReservationGroupId"])(
        "replaces one pool and nothing else for other %s",
        async (key) => {
            expect(await replacedBy(`gpuPools.<name>.${key}`)).toEqual(["gpu-t4"]);
        },
    );

    it("replaces everything that is in Azure for another region", async () => {
        const replaced = await replacedBy("region");
        const { resources } = await registered([]);
        const custom = resources.filter(({ custom: isCustom, type }) => isCustom && !type.startsWith("pulumi:")).map(({ name }) => name);
        expect(replaced).toEqual(custom.sort());
    });
});
