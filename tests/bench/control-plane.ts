import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { LocalControlPlanes } from "../../rehearsal/control-plane/local-control-planes";
import { planeFolder } from "../../rehearsal/control-plane/folder";
import { findPrograms, type Programs } from "../../rehearsal/control-plane/programs-for";
import { runningPrograms } from "../../rehearsal/control-plane/processes";
import { checkout } from "../../rehearsal/home";
import { ClusterStores } from "../../rehearsal/kubernetes/cluster-stores";
import { clusterFolder } from "../../rehearsal/kubernetes/object-files";
import type { ObjectStore } from "../../rehearsal/kubernetes/object-store";
import { say, table } from "../../rehearsal/screen";
import { type Command, type Cost, measure, median, paired } from "./measure";

const OBJECTS = 100;
const FORMS = ["files", "real"] as const;

/** A rehearsal with an API server against one with files: whole commands in turn, the memory that it takes, and objects alone. */
export async function benchControlPlane(rounds: number, python: boolean): Promise<void> {
    const programs = await findPrograms("auto");
    if ("reason" in programs) {
        process.stdout.write(`control plane: not measured, ${programs.reason}\n`);
        return;
    }
    say(`measuring commands with a control plane and without: ${rounds} rounds in turn, after one to warm up`);
    const homes = FORMS.map((form) => ({ form, home: mkdtempSync(path.join(os.tmpdir(), `bench-${form}-`)) }));
    try {
        const ups: Cost[][] = [[], []];
        const previews: Cost[][] = [[], []];
        for (let round = -1; round < rounds; round++) {
            for (const [index, { form, home }] of homes.entries()) {
                const up = await measure(rehearse(home, form, "up", "--yes", "--skip-preview"), python);
                const preview = await measure(rehearse(home, form, "preview", "--expect-no-changes"), python);
                await measure(rehearse(home, form, "destroy", "--yes", "--skip-preview"), false);
                if (round >= 0) {
                    ups[index]?.push(up);
                    previews[index]?.push(preview);
                }
            }
        }
        report("up", ups);
        report("no-change preview", previews);
        await reportObjects(programs);
    } finally {
        for (const { home } of homes) {
            rmSync(home, { recursive: true, force: true });
        }
    }
}

/** A command of the rehearsal's own, with everything that it starts. */
function rehearse(home: string, form: (typeof FORMS)[number], ...args: readonly string[]): Command {
    return {
        binary: process.execPath,
        args: ["--import", pathToFileURL(require.resolve("tsx")).href, path.join(checkout, "rehearsal", "cli.ts"), ...args, "-s", "dev"],
        directory: checkout,
        environment: { ...process.env, ML_PLATFORM_REHEARSAL_HOME: home, ML_PLATFORM_CONTROL_PLANE: form, NO_COLOR: "1" },
    };
}

function report(name: string, [files = [], real = []]: readonly Cost[][]): void {
    const wall = (costs: readonly Cost[]): string => median(costs.map(({ wallSeconds }) => wallSeconds)).toFixed(2);
    const ratio = paired(real, files, (a, b) => a.wallSeconds / b.wallSeconds) ?? NaN;
    process.stdout.write(`${name} of dev: ${wall(real)} s with a control plane, ${wall(files)} s with files: ${ratio.toFixed(2)} times\n`);
}

/** Makes and deletes objects in both stores, and asks what the programs of the control plane take meanwhile. */
async function reportObjects(programs: Programs): Promise<void> {
    const home = mkdtempSync(path.join(os.tmpdir(), "bench-objects-"));
    const clusters = path.join(home, "clusters");
    const options = { clusters, subscription: path.join(home, "subscription"), serviceCidr: () => "10.0.0.0/16" };
    const planes = new LocalControlPlanes({ ...options, programs });
    try {
        await planes.open("bench", "full");
        const real = await secondsFor(new ClusterStores(clusters, planes), "bench");
        const files = await secondsFor(new ClusterStores(path.join(home, "files"), undefined), "bench");
        process.stdout.write(
            `${OBJECTS} ConfigMaps made, read and deleted: ${real.toFixed(2)} s in the API server, ${files.toFixed(2)} s in files\n`,
        );
        const memory = [...runningPrograms(planeFolder(clusterFolder(clusters, "bench")))].map(
            ([name, pid]) => [name, residentMiB(pid)] as const,
        );
        const known = memory.flatMap(([name, mib]) => (mib === undefined ? [] : [[`  ${name}`, `${mib.toFixed(0)} MiB`]]));
        const sum = memory.reduce((total, [, mib]) => total + (mib ?? 0), 0);
        process.stdout.write(
            known.length === 0
                ? "memory of the control plane: not known on this system\n"
                : ["memory of the control plane:", ...table(known), `  together ${sum.toFixed(0)} MiB`, ""].join("\n"),
        );
    } finally {
        await planes.close();
        rmSync(home, { recursive: true, force: true });
    }
}

async function secondsFor(store: ObjectStore, cluster: string): Promise<number> {
    const start = process.hrtime.bigint();
    const names = Array.from({ length: OBJECTS }, (_, index) => `object-${index}`);
    const reference = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", namespace: "default", name });
    await Promise.all(
        names.map(async (name) => {
            const { apiVersion, kind, namespace } = reference(name);
            await store.create(
                cluster,
                { apiVersion, kind, metadata: { name, namespace }, data: { key: name } },
                { fieldManager: "bench" },
            );
            await store.get(cluster, reference(name));
            await store.delete(cluster, reference(name));
        }),
    );
    return Number(process.hrtime.bigint() - start) / 1e9;
}

/** What Linux says of a process; undefined elsewhere. */
function residentMiB(pid: number): number | undefined {
    try {
        const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
        return kib === undefined ? undefined : Number(kib) / 1024;
    } catch {
        return undefined;
    }
}
