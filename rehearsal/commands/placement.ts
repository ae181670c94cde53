import type { ControlPlanes } from "../control-plane/control-planes";
import type { RehearsalPaths } from "../home";
import { REST_MILLISECONDS, restingClusters, type RestingCluster } from "../nodes/placement/clusters";
import { placementLines } from "../nodes/placement/render";
import { impossible, placementReport } from "../nodes/placement/report";
import { bold } from "../screen";

/** Where the GPU workloads of a stack are. */
export interface Placement {
    /** For a terminal; none where there is nothing to say. */
    readonly lines: readonly string[];
    /** Whether any workload asks for GPUs. */
    readonly hasWorkloads: boolean;
    /** Workloads that can never run: the rehearsal of the stack has failed. */
    readonly impossible: readonly string[];
}

/** Things under way that are named. */
const MOST_SHOWN = 8;

/** Waits until the clusters of a stack have come to rest, and looks where their GPU workloads are. */
export async function placementOf(planes: ControlPlanes, paths: RehearsalPaths, stack: string): Promise<Placement> {
    const clusters = await restingClusters(planes, paths, stack);
    const reports = clusters.map((cluster) => {
        const report = placementReport(cluster.world, cluster.stranded);
        const lines = placementLines(report, cluster.world);
        const title = clusters.length === 1 ? "GPU workloads, and where they are" : `GPU workloads of ${cluster.name}, and where they are`;
        return {
            lines: [...(lines.length === 0 ? [] : [bold(title), ...lines]), ...restless(cluster)],
            stuck: impossible(report).map((workload) => workload.title),
            count: report.workloads.length,
        };
    });
    return {
        lines: reports.flatMap(({ lines }) => lines),
        hasWorkloads: reports.some(({ count }) => count > 0),
        impossible: reports.flatMap(({ stuck }) => stuck),
    };
}

/** What a cluster that did not come to rest was still about. */
export function restless({ name, underWay }: RestingCluster): string[] {
    return underWay.length === 0
        ? []
        : [
              `The cluster ${name} has not come to rest within ${REST_MILLISECONDS / 1000} seconds; still under way:`,
              ...underWay.slice(0, MOST_SHOWN).map((line) => `  ${line}`),
              ...(underWay.length > MOST_SHOWN ? [`  and ${underWay.length - MOST_SHOWN} more`] : []),
          ];
}
