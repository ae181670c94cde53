import type { Edit } from "./support/stack-config";

/** Shared files by name. */
export type Texts = Readonly<Record<string, string>>;

/** An edit that takes a key away. */
export const gone = (...keys: string[]): Edit => [keys];

const unknownKind = 'cluster:\n  tier: "Fre"\n';

type Row = readonly [title: string, names: unknown, texts: Texts, edits: readonly Edit[], errors: readonly string[]];

/** What dev's stack file extends, edits of it, and every error that the report names. */
export const EXTENDS_FAULTS: readonly Row[] = [
    ["a text for the list", "base.yaml", { "base.yaml": "" }, [], ["extends config/extends-form"]],
    ["a map for the list", { a: "base.yaml" }, { "base.yaml": "" }, [], ["extends config/extends-form"]],
    ["a number in the list", [7], {}, [], ["extends[0] config/extends-form"]],
    ["a file beside config/", ["../Pulumi.prod.yaml"], {}, [], ["extends[0] config/extends-form"]],
    ["a way out further in", ["a/../../b.yaml"], {}, [], ["extends[0] config/extends-form"]],
    ["an absolute path", ["/etc/base.yaml"], {}, [], ["extends[0] config/extends-form"]],
    ["a name without its extension", ["base"], { "base.yaml": "" }, [], ["extends[0] config/extends-form"]],
    ["a missing file", ["bse.yaml"], { "base.yaml": "" }, [], ["extends[0] config/extends-missing"]],
    [
        "a missing file that another one names",
        ["base.yaml"],
        { "base.yaml": "# comment\nextends:\n  - nowhere.yaml\n" },
        [],
        ["extends[0] config/extends-missing from config/base.yaml:3"],
    ],
    [
        "a missing file hides nothing that the stack file says, and blames it for nothing that the file may give",
        ["nowhere.yaml"],
        {},
        [
            gone("environment", "owner"),
            gone("cluster"),
            [["region"], "mars"],
            [["registry", "sku"], "Gold"],
            [["gpuPools", "t4", "minCount"], 9],
        ],
        [
            "extends[0] config/extends-missing",
            "region region/unknown",
            "gpuPools.t4.minCount pool/min-above-max",
            "registry.sku config/not-allowed",
        ],
    ],
    [
        "a file that extends itself",
        ["a.yaml"],
        { "a.yaml": "extends: [a.yaml]" },
        [],
        ["extends[0] config/extends-cycle from config/a.yaml:1"],
    ],
    [
        "a circle of three",
        ["a.yaml"],
        { "a.yaml": "extends: [b.yaml]", "b.yaml": "region: eastus\nextends: [c.yaml]", "c.yaml": "extends: [b.yaml]" },
        [],
        ["extends[0] config/extends-cycle from config/c.yaml:1"],
    ],
    ["no YAML", ["a.yaml"], { "a.yaml": "region: eastus\ncluster: [\n" }, [], ["extends[0] config/unreadable-file from config/a.yaml:3"]],
    [
        "a key twice",
        ["a.yaml"],
        { "a.yaml": "region: eastus\nregistry: {}\nregion: westeurope\n" },
        [],
        ["extends[0] config/unreadable-file from config/a.yaml:3"],
    ],
    ["a list for a map of keys", ["a.yaml"], { "a.yaml": "- region\n" }, [], ["extends[0] config/unreadable-file from config/a.yaml:1"]],
    [
        "an unknown key in a shared file",
        ["a.yaml"],
        { "a.yaml": "\nregoin: eastus\n" },
        [],
        ["regoin config/unknown-key from config/a.yaml:2"],
    ],
    [
        "an unknown key inside",
        ["a.yaml"],
        { "a.yaml": "cluster:\n  tier: Free\n  logz: {}\n" },
        [],
        ["cluster.logz config/unknown-key from config/a.yaml:3"],
    ],
    [
        "a key with a namespace in a shared file",
        ["a.yaml"],
        { "a.yaml": "ml-platform:region: eastus\n" },
        [],
        ['["ml-platform:region"] config/unknown-key from config/a.yaml:1'],
    ],
    [
        "a wrong type in a shared file",
        ["a.yaml"],
        { "a.yaml": 'cluster:\n  logs:\n    retentionDays: "90"\n' },
        [],
        ["cluster.logs.retentionDays config/wrong-type from config/a.yaml:3"],
    ],
    [
        "a value that is not allowed, in the second of two files that give it",
        ["a.yaml", "b.yaml"],
        { "a.yaml": "cluster: {tier: Standard}", "b.yaml": unknownKind },
        [gone("cluster", "tier")],
        ["cluster.tier config/not-allowed from config/b.yaml:2"],
    ],
    ["the same, laid over by the stack file: no fault", ["b.yaml"], { "b.yaml": unknownKind }, [], []],
    [
        "a rule that a shared file breaks",
        ["a.yaml"],
        { "a.yaml": "region: estaus\n" },
        [gone("region")],
        ["region region/unknown from config/a.yaml:1"],
    ],
    [
        "a key that is missing in a map of a shared file: the map's place",
        ["a.yaml"],
        { "a.yaml": "# pools\ngpuPools:\n  big: {sizes: [Standard_NC4as_T4_v3], minCount: 0}\n" },
        [],
        ["gpuPools.big.maxCount config/missing from config/a.yaml:3"],
    ],
    [
        "a required key that a shared file takes away",
        ["a.yaml", "b.yaml"],
        { "a.yaml": "environment:\n  owner: team-a\n", "b.yaml": "environment:\n  owner: null\n" },
        [gone("environment", "owner")],
        ["environment.owner config/missing from config/b.yaml:2"],
    ],
    [
        "a required key that the stack file takes away",
        ["a.yaml"],
        { "a.yaml": "region: eastus\n" },
        [[["region"], null]],
        ["region config/missing"],
    ],
    [
        "a pool under a second name after merging",
        ["a.yaml"],
        { "a.yaml": "gpuPools:\n  T4: {sizes: [Standard_NC4as_T4_v3], minCount: 0, maxCount: 1}\n" },
        [],
        ["gpuPools.T4 gpu-pools/name from config/a.yaml:2"],
    ],
    [
        "a key that is left over from another kind",
        ["a.yaml"],
        { "a.yaml": "network:\n  kind: create\n  addressSpace: 10.224.0.0/16\n" },
        [
            [
                ["network"],
                {
                    kind: "existing",
                    nodeSubnetId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n",
                    nodeSubnet: "10.224.0.0/20",
                    outbound: { kind: "loadBalancer" },
                },
            ],
        ],
        ["network.addressSpace config/unknown-key from config/a.yaml:3"],
    ],
];
