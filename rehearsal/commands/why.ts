import type { ControlPlanes } from "../control-plane/control-planes";
import type { RehearsalPaths } from "../home";
import type { PodView } from "../nodes/node-view";
import { restingClusters, type RestingCluster } from "../nodes/placement/clusters";
import { obstacleLines, whyThere } from "../nodes/placement/render";
import { ownerTitle, placeOf, poolOfNode, type Place } from "../nodes/placement/report";
import { shownAmount } from "../nodes/quantity";
import { demandOf } from "../nodes/scheduling/pod-demand";
import { bold, UserError } from "../screen";
import { restless } from "./placement";

/**
 * Explains where a pod is, or why it is nowhere.
 *
 * @param word name of a pod, with its namespace before a slash or without, or of what made it, such as a job
 * @param stack @default - the clusters of every stack
 * @returns 1 when one of the pods can never run
 * @throws UserError when no pod has such a name
 */
export async function why(planes: ControlPlanes, paths: RehearsalPaths, word: string, stack: string | undefined): Promise<number> {
    const clusters = await restingClusters(planes, paths, stack);
    const found = clusters.flatMap((cluster) => cluster.world.pods.filter((pod) => isMeant(pod, word)).map((pod) => ({ cluster, pod })));
    if (found.length === 0) {
        throw new UserError(noSuchPod(word, clusters));
    }
    const explained = found.map(({ cluster, pod }) => explain(pod, cluster));
    const lines = [...explained.flatMap((one) => [...one.lines, ""]), ...clusters.flatMap(restless)];
    process.stdout.write(`${lines.join("\n")}\n`);
    return explained.some(({ place }) => place.kind === "nowhere") ? 1 : 0;
}

function isMeant(pod: PodView, word: string): boolean {
    const title = ownerTitle(pod);
    return (
        [pod.name, pod.key].includes(word) ||
        title.endsWith(`/${word}`) ||
        title.endsWith(` ${word}`) ||
        title.toLowerCase() === word.toLowerCase()
    );
}

function noSuchPod(word: string, clusters: readonly RestingCluster[]): string {
    if (clusters.length === 0) {
        return 'no cluster with nodes stands: "npm run rehearse -- up" makes one, and "npm run rehearse -- doctor" says what it needs';
    }
    const known = [
        ...new Set(clusters.flatMap(({ world }) => world.pods.filter(({ owner }) => owner?.kind !== "DaemonSet").map(({ key }) => key))),
    ];
    return `no pod, and nothing that makes pods, is named "${word}"; there ${known.length === 0 ? "are none but those of daemon sets" : `are ${known.sort().join(", ")}`}`;
}

function explain(pod: PodView, { world, stranded }: RestingCluster): { readonly lines: readonly string[]; readonly place: Place } {
    const place = placeOf(pod, world, stranded);
    const asks = Object.entries(demandOf(pod.spec))
        .filter(([name, amount]) => name !== "pods" && amount > 0)
        .map(([name, amount]) => `${shownAmount(name, amount)} ${name}`);
    const title = ownerTitle(pod);
    return {
        lines: [
            bold(`Pod ${pod.key}${title.startsWith("Pod ") ? "" : `, of ${title}`}`),
            `  asks for ${asks.length === 0 ? "nothing" : asks.join(", ")}`,
            ...placeLines(pod, place, world),
        ],
        place,
    };
}

function placeLines(pod: PodView, place: Place, world: RestingCluster["world"]): string[] {
    switch (place.kind) {
        case "node": {
            const pool = poolOfNode(place.node, world);
            const where = `${place.node}${pool === undefined ? "" : ` of pool ${pool.name} (${pool.size})`}`;
            return [`  ${place.ended ? "ended on" : "runs on"} ${where}`, `  because it ${whyThere(pod, pool)}`];
        }
        case "waits":
            return [`  waits: ${place.message === "" ? place.why : place.message}`];
        case "nowhere":
            return ["  can never run:", ...obstacleLines(pod, place, world)];
    }
}
