import { spawn } from "node:child_process";
import { clustersOf, isStopped, openClusters, startHint } from "../clusters";
import { resolveBinaries } from "../control-plane/binaries/resolve";
import type { ControlPlane, ControlPlanes } from "../control-plane/control-planes";
import { programEnvironment } from "../control-plane/program";
import { rehearsalPaths, type RehearsalPaths } from "../home";
import { clusterFolder } from "../kubernetes/object-files";
import { landed, podsOf } from "../control-plane/landed";
import { waitUntilSettled } from "../nodes/loop/status";
import { say, table, UserError } from "../screen";

/** Commands of kubectl that change nothing: the API server is enough for them. */
const looking = new Set([
    "get", "describe", "explain", "logs", "top", "events", "api-resources", "api-versions", "auth", "cluster-info", "config", "diff", "version",
    "options", "completion", "help", "plugin", "kustomize",
]); // prettier-ignore
/** Flags of kubectl with a value, as far as people write them before the command. */
const valueFlags = new Set(["-n", "--namespace", "--context", "--cluster", "--user", "--as", "-v", "--request-timeout", "--cache-dir"]);
const SETTLE_MILLISECONDS = 60_000;

/**
 * Runs kubectl against the cluster of a stack. After a command that changes something it waits until the scheduler and the autoscaler have
 * nothing more to do, and says where pods landed.
 *
 * @param args all of them are kubectl's own
 * @param stack @default - the only cluster that stands
 */
export async function kubectl(args: readonly string[], stack: string | undefined, paths = rehearsalPaths()): Promise<number> {
    const cluster = clusterFor(paths, stack);
    const changes = isChanging(args);
    const planes = await openClusters(paths, {});
    try {
        refuseFiles(planes, cluster);
        const plane = await planes.open(cluster, changes ? "full" : "api");
        const before = changes ? await podsOf(plane.client) : [];
        const code = await run(plane, args, (await resolveBinaries(["kubectl"])).kubectl);
        if (changes && code === 0) {
            await report(plane, paths, before);
        }
        return code;
    } finally {
        await planes.close();
    }
}

/** @throws UserError when nothing stands, or more than one cluster and nobody said which */
function clusterFor(paths: RehearsalPaths, stack: string | undefined): string {
    const standing = clustersOf(paths);
    const meant = stack === undefined ? standing : standing.filter(({ resource }) => resource.stack === stack);
    const [first, second] = meant;
    if (first === undefined) {
        const others = standing.map(({ resource }) => resource.stack);
        throw new UserError(
            stack === undefined
                ? 'no cluster stands: "make rehearse" makes one'
                : `no cluster of stack "${stack}" stands. Stacks with a cluster: ${others.join(", ") || "none"}`,
        );
    }
    if (second !== undefined) {
        const stacks = meant.map(({ resource }) => resource.stack).join(", ");
        throw new UserError(
            `several clusters stand, of the stacks ${stacks}. Say which before the word kubectl: -s ${first.resource.stack} kubectl ...`,
        );
    }
    if (isStopped(first.resource)) {
        throw new UserError(`Unable to connect to the server: the cluster ${first.resource.name} is stopped. ${startHint(first.resource)}`);
    }
    return first.key;
}

function refuseFiles(planes: ControlPlanes, cluster: string): void {
    if (!planes.has(cluster)) {
        throw new UserError(
            `the objects of the cluster ${cluster} are kept in files, where kubectl has nothing to talk to: "npm run rehearse -- inventory" lists them. ` +
                `"npm run rehearse -- doctor" says what a control plane needs; a cluster that stands stays as it is, so destroy it and make it again.`,
        );
    }
}

/** Whether a kubectl command may change something; one that is not known may. */
export function isChanging(args: readonly string[]): boolean {
    if (args.some((argument) => argument === "--help" || argument === "-h" || /^--dry-run(=(client|server))?$/.test(argument))) {
        return false;
    }
    const words = args.filter((argument, index) => !argument.startsWith("-") && !valueFlags.has(args[index - 1] ?? ""));
    if (words[0] === "rollout") {
        return words[1] !== "status" && words[1] !== "history";
    }
    return words[0] !== undefined && !looking.has(words[0]);
}

async function run(plane: ControlPlane, args: readonly string[], binary: string): Promise<number> {
    const child = spawn(binary, args, {
        stdio: "inherit",
        cwd: process.env["INIT_CWD"] ?? process.cwd(),
        env: { ...programEnvironment(process.env), KUBECONFIG: plane.kubeconfig },
    });
    // Ctrl-C is for kubectl, whose end is waited for
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    try {
        return await new Promise<number>((resolve, reject) => {
            child.once("error", reject).once("exit", (code, signal) => resolve(signal === "SIGINT" ? 130 : (code ?? 1)));
        });
    } finally {
        process.off("SIGINT", ignore);
    }
}

async function report(plane: ControlPlane, paths: RehearsalPaths, before: Awaited<ReturnType<typeof podsOf>>): Promise<void> {
    const status = await waitUntilSettled(clusterFolder(paths.clusters, plane.cluster), SETTLE_MILLISECONDS);
    const moved = landed(before, await podsOf(plane.client));
    if (moved.length > 0) {
        say("");
        for (const line of table([["pod", "node", ""], ...moved])) {
            say(line);
        }
    }
    if (status.settledSince === undefined) {
        say(`\nPods or nodes are still under way after ${String(SETTLE_MILLISECONDS / 1000)} seconds.`);
    }
}
