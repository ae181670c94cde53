import { nameOf, Rehearsal, standing } from "../support/rehearsal";

jest.setTimeout(600_000);

type Edits = Parameters<Rehearsal["edited"]>[1];

const moved: Edits = [
    [["ml-platform:network", "addressSpace"], "10.226.0.0/16"],
    [["ml-platform:network", "nodeSubnet"], "10.226.0.0/20"],
];
const renamed: Edits = [[["ml-platform:naming"], { prefix: "acme" }]];
const elsewhere: Edits = [...renamed, [["ml-platform:region"], "westus2"]];

const inCluster = [
    "cluster-control-plane-logs",
    "cluster-maintenance-kubernetes",
    "cluster-maintenance-node-os",
    "cluster-maintenance-release",
    "gpu-software-dcgm-exporter",
    "gpu-software-namespace",
    "gpu-software-nvidia-device-plugin",
    "gpu-t4",
    "studioml-namespace",
];
const everything = [
    ...inCluster,
    "cluster-cluster",
    "cluster-control-plane-identity",
    "cluster-kubelet-identity",
    "cluster-kubelet-role",
    "cluster-logs",
    "cluster-subnet-role",
    "network-node-subnet",
    "network-security-group",
    "network-vnet",
    "platform-id",
    "platform-resource-group",
    "registry-kubelet-pull-role",
    "registry-registry",
];

/** Changes of what Azure fixes, one after the other: the preview says what is replaced, and `up` then meets no refusal. */
describe("a change that Azure refuses as an update", () => {
    const rehearsal = new Rehearsal();
    afterAll(() => rehearsal.remove());

    beforeAll(() => rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev"));

    const changes: readonly (readonly [string, Edits, readonly string[]])[] = [
        [
            "another range of the nodes, outside the old network",
            moved,
            [...inCluster, "cluster-cluster", "cluster-subnet-role", "network-node-subnet", "network-vnet"],
        ],
        ["another prefix of all names", renamed, everything],
        ["another region", elsewhere, everything],
    ];

    it.each(changes)("%s is shown as a replacement, and carried out", async (_what, edits, expected) => {
        const file = rehearsal.edited("dev", edits);
        const steps = await rehearsal.previewSteps("dev", "--config-file", file);
        const replaced = steps.filter(({ op }) => op.includes("replace")).map(nameOf);
        expect([...new Set(replaced)].sort()).toEqual([...expected].sort());
        await rehearsal.ok("up", "--yes", "--skip-preview", "-s", "dev", "--config-file", file);
        const { inCloud, inState } = await standing(rehearsal, "dev");
        expect(inCloud).toEqual(inState);
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev", "--config-file", file);
    });
});
