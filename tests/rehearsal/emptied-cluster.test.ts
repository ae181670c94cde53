import { etcdKeys } from "../support/etcd-keys";
import { AZURE, CLUSTER, stackOf } from "../support/layers";
import { Rehearsal } from "../support/rehearsal";
import { until } from "../support/until";

jest.setTimeout(600_000);

/** What the control plane and its nodes do by themselves, at any time. */
const OWN = /^\/registry\/(events|leases|masterleases|minions|csinodes|pods\/kube-system|ranges|ipaddresses)\//;

/** A cluster that stays when what was in it goes: the cluster layer of two, on a real control plane. */
it("destroy of what is in a cluster leaves its etcd with what the control plane itself made, and nothing else", async () => {
    const rehearsal = new Rehearsal("real", { separately: false });
    const [azure, cluster] = [stackOf(rehearsal, AZURE), stackOf(rehearsal, CLUSTER)];
    const keys = async (): Promise<string[]> => (await etcdKeys(rehearsal.home)).filter((key) => !OWN.test(key));
    try {
        await rehearsal.ok("up", "--yes", "--skip-preview", "--keep-cluster", ...azure);
        const before = await keys();
        expect(before).toContain("/registry/namespaces/kube-system");

        await rehearsal.ok("up", "--yes", "--skip-preview", "--keep-cluster", ...cluster);
        const made = (await keys()).filter((key) => !before.includes(key));
        expect(made).toEqual(expect.arrayContaining(["/registry/namespaces/studioml", "/registry/serviceaccounts/studioml/default"]));

        await rehearsal.ok("destroy", "--yes", "--skip-preview", "--keep-cluster", ...cluster);
        // what goes with a namespace goes after it
        await until(async () => (await keys()).every((key) => before.includes(key)), 30_000).catch(() => undefined);
        expect(await keys()).toEqual(before);
    } finally {
        await rehearsal.run("stop");
        rehearsal.remove();
    }
});
