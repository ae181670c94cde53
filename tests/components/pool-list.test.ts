import { staleEntries, type PoolProfile } from "../../components/aks-cluster/pool-list";

const system: PoolProfile = {
    name: "systempool",
    mode: "System",
    vmSize: "Standard_D4as_v5",
    enableAutoScaling: true,
    count: 1,
    minCount: 1,
    maxCount: 3,
    nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
};
const gpu: PoolProfile = { name: "t4d1", mode: "User", vmSize: "Standard_NC4as_T4_v3", minCount: 0, maxCount: 4, nodeLabels: { a: "1" } };

describe("an update of the cluster", () => {
    it.each<[string, readonly PoolProfile[], readonly PoolProfile[]]>([
        ["lists only the pool that it was created with", [system], [system, gpu]],
        ["lists every pool as it stands, in another order", [gpu, system], [system, gpu]],
        ["lists a count that the autoscaler has moved since", [system], [{ ...system, count: 3 }]],
        ["lists a version that the upgrade channel has raised since", [{ ...system, orchestratorVersion: "1.35" }], [system]],
        ["says of an empty setting nothing where Azure says so", [system], [{ ...system, nodeLabels: {} }]],
        ["says of an empty setting so where Azure says nothing", [{ ...gpu, nodeTaints: [] }], [gpu]],
        ["leaves out what Azure has a default for", [gpu], [{ ...gpu, maxPods: 250, osDiskType: "Ephemeral" }]],
        ["says null where Azure says nothing", [{ ...gpu, maxPods: null }], [gpu]],
    ])("goes on when it %s", (_, sent, standing) => {
        expect(staleEntries(sent, standing)).toEqual([]);
    });

    it.each<[string, readonly PoolProfile[], readonly PoolProfile[], readonly string[]]>([
        ["lists a pool that is gone", [system, gpu], [system], ["t4d1 is gone"]],
        [
            "lists limits that were changed since",
            [system, gpu],
            [system, { ...gpu, minCount: 1, maxCount: 8 }],
            ["t4d1 has another maxCount, minCount"],
        ],
        [
            "lists limits of its own pool that were changed by hand",
            [system],
            [{ ...system, maxCount: 5 }],
            ["systempool has another maxCount"],
        ],
        ["lists labels without one that was added", [gpu], [{ ...gpu, nodeLabels: { a: "1", b: "2" } }], ["t4d1 has another nodeLabels"]],
        ["lists a taint that was taken away", [system], [{ ...system, nodeTaints: [] }], ["systempool has another nodeTaints"]],
        [
            "lists a pool that was replaced under its name, and one that is gone",
            [gpu, { ...gpu, name: "a100d1" }],
            [{ ...gpu, vmSize: "Standard_NC8as_T4_v3" }],
            ["t4d1 has another vmSize", "a100d1 is gone"],
        ],
    ])("is refused when it %s", (_, sent, standing, stale) => {
        expect(staleEntries(sent, standing)).toEqual(stale);
    });
});
