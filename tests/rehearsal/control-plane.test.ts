import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { kill, runningPrograms } from "../../rehearsal/control-plane/processes";
import { livingRecord } from "../../rehearsal/control-plane/record";
import { describeReal, planesIn, runningIn } from "../support/real-control-plane";
import { Rehearsal } from "../support/rehearsal";
import { until } from "../support/until";

jest.setTimeout(600_000);

const everything = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "supervisor"];

/** What the program makes in a cluster of dev. */
const made = ["Namespace gpu-resources", "Namespace studioml", "Release dcgm-exporter", "Release nvidia-device-plugin"];

const up = ["up", "--yes", "--skip-preview", "-s", "dev"];

function onlyPlane(rehearsal: Rehearsal): ReturnType<typeof planesIn>[number] {
    const [plane, ...others] = planesIn(rehearsal.home);
    if (plane === undefined || others.length > 0) {
        throw new Error(
            `one control plane was expected in ${rehearsal.home}, and there are ${String(others.length + (plane === undefined ? 0 : 1))}`,
        );
    }
    return plane;
}

const supervisorOf = (rehearsal: Rehearsal): number => livingRecord(onlyPlane(rehearsal))?.pid ?? 0;

describeReal("the control plane of a simulated cluster", () => {
    const rehearsal = new Rehearsal("real");
    afterAll(async () => {
        await rehearsal.run("reset");
        rehearsal.remove();
    });

    it("ends with the command that started it, and holds what the program made", async () => {
        await rehearsal.ok(...up);
        expect(runningIn(rehearsal.home)).toEqual([]);
        const { objects } = await rehearsal.inventory("dev");
        expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(made);
        expect([...new Set(objects.map(({ stack }) => stack))]).toEqual(["dev"]);
        expect(runningIn(rehearsal.home)).toEqual([]);
    });

    it("is found again by the next command, and shows no change", async () => {
        await rehearsal.ok("preview", "--expect-no-changes", "-s", "dev");
        expect(runningIn(rehearsal.home)).toEqual([]);
    });

    it("goes on with --keep-cluster, and a kubeconfig leads to it", async () => {
        const { stderr } = await rehearsal.ok("preview", "--keep-cluster", "-s", "dev");
        const kubeconfig = /export KUBECONFIG=(\S+)/.exec(stderr)?.[1] ?? "";
        expect(existsSync(kubeconfig)).toBe(true);
        const supervisor = supervisorOf(rehearsal);
        const { stdout } = await rehearsal.ok("kubectl", "get", "namespace", "studioml", "-o", "name", "--kubeconfig", kubeconfig);
        expect(stdout).toBe("namespace/studioml\n");
        expect(supervisorOf(rehearsal)).toBe(supervisor);
    });

    it("is raised by a kubectl command that changes something, which says where pods landed", async () => {
        const manifest = path.join(rehearsal.home, "pods.yaml");
        // the only pool with a node is the system pool, which takes nobody without this
        const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
        const pod = (name: string, resources: object): string =>
            JSON.stringify({
                apiVersion: "v1",
                kind: "Pod",
                metadata: { name },
                spec: { tolerations, containers: [{ name: "c", image: "busybox", resources }] },
            });
        writeFileSync(manifest, [pod("small", {}), pod("huge", { requests: { cpu: "900" } })].join("\n---\n"));
        const { stderr } = await rehearsal.ok("-s", "dev", "kubectl", "-n", "default", "apply", "-f", manifest);
        expect(stderr).toMatch(/^default\/small +aks-systempool-\S+ +Running$/m);
        expect(stderr).toMatch(/^default\/huge +- .*Insufficient cpu/m);
        expect(runningIn(rehearsal.home)).toEqual(everything);
        const { objects } = await rehearsal.inventory();
        expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([...made, "Pod huge", "Pod small"].sort());
    });

    it("leaves no program when its supervisor is killed, and is found again with everything in it", async () => {
        const pids = [...runningPrograms(onlyPlane(rehearsal)).values()];
        expect(pids).toHaveLength(5);
        kill(supervisorOf(rehearsal));
        await until(() => runningIn(rehearsal.home).length === 0);
        const { stdout } = await rehearsal.ok("kubectl", "get", "pod", "small", "-o", "name");
        expect(stdout).toBe("pod/small\n");
        // it was to be kept, and still is
        expect(runningIn(rehearsal.home)).toContain("supervisor");
    });

    it("ends what it finds of itself when everything was killed but its programs", async () => {
        const plane = onlyPlane(rehearsal);
        const etcd = runningPrograms(plane).get("etcd") ?? 0;
        const { kept } = { kept: readFileSync(path.join(plane.processes, "etcd"), "utf8") };
        expect(Number(kept)).toBe(etcd);
        process.kill(etcd, "SIGSTOP");
        // a stopped program cannot be ended by asking
        kill(supervisorOf(rehearsal));
        await rehearsal.ok("kubectl", "get", "nodes");
        expect(runningPrograms(plane).get("etcd")).not.toBe(etcd);
    });

    it("`stop` ends it, and keeps what it holds", async () => {
        await rehearsal.ok("stop");
        expect(runningIn(rehearsal.home)).toEqual([]);
        const { objects } = await rehearsal.inventory();
        expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([...made, "Pod huge", "Pod small"].sort());
    });

    it("goes with its cluster: `destroy` leaves no process and no folder", async () => {
        await rehearsal.ok("preview", "--keep-cluster", "-s", "dev");
        expect(runningIn(rehearsal.home)).toContain("supervisor");
        await rehearsal.ok("destroy", "--yes", "--skip-preview", "-s", "dev");
        expect([runningIn(rehearsal.home), planesIn(rehearsal.home)]).toEqual([[], []]);
        expect(await rehearsal.inventory()).toEqual({ resources: [], objects: [] });
    });
});

describeReal("two rehearsals at once", () => {
    const one = new Rehearsal("real");
    const other = new Rehearsal("real");
    afterAll(async () => {
        await Promise.all([one, other].map(async (rehearsal) => rehearsal.run("reset")));
        one.remove();
        other.remove();
    });

    it("do not meet", async () => {
        await Promise.all([one, other].map(async (rehearsal) => rehearsal.ok(...up, "--keep-cluster")));
        await one.ok("kubectl", "create", "namespace", "mine");
        const names = async (rehearsal: Rehearsal): Promise<string[]> =>
            (await rehearsal.inventory()).objects.map(({ kind, name }) => `${kind} ${name}`).sort();
        expect([await names(one), await names(other)]).toEqual([[...made, "Namespace mine"].sort(), made]);
        const servers = [one, other].map((rehearsal) => livingRecord(onlyPlane(rehearsal))?.server);
        expect(new Set(servers).size).toBe(2);
    });

    it("`reset` of one ends its own and not the other's", async () => {
        await one.ok("reset");
        expect([runningIn(one.home), runningIn(other.home)]).toEqual([[], everything]);
    });

    it("a killed command leaves nothing that it started", async () => {
        const { child, finished } = one.start(...up);
        await until(() => runningIn(one.home).includes("kube-apiserver"));
        process.kill(-(child.pid ?? 0), "SIGKILL");
        await finished;
        await until(() => runningIn(one.home).length === 0);
        // what an etcd had begun that was killed in its first moments: it may be of no use to the next one
        const plane = onlyPlane(one);
        expect(existsSync(plane.baseline)).toBe(false);
        mkdirSync(path.join(plane.data, "member", "snap"), { recursive: true });
        writeFileSync(path.join(plane.data, "member", "snap", "db"), "torn");
        await one.ok("recover", "-s", "dev");
        await one.ok(...up);
        const { objects } = await one.inventory("dev");
        expect(objects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(made);
        expect(runningIn(one.home)).toEqual([]);
    });
});
