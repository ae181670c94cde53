import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readSettings, settingsPath, type ResourceRecord } from "../../rehearsal/azure/provider";
import { writeWhole } from "../../rehearsal/azure/subscription/files";
import { ResourceStore } from "../../rehearsal/azure/subscription/store";
import type { LocalControlPlanes } from "../../rehearsal/control-plane/local-control-planes";
import { rehearsalPaths, type RehearsalPaths } from "../../rehearsal/home";
import type { Properties } from "../../rehearsal/provider/values";
import { localPlanes } from "./control-planes";
import { clusterRecord, HOST, poolRecord } from "../simulation/nodes/records";

/** Stack that the cluster below is of. */
export const STACK = "dev";

/** A simulated cluster with a control plane of its own, in a subscription of its own, without Pulumi. */
export interface StandingTestCluster {
    readonly paths: RehearsalPaths;
    readonly store: ResourceStore;
    readonly planes: LocalControlPlanes;
    /** @throws Error when the API server refuses */
    send(method: "GET" | "POST" | "DELETE", url: string, body?: Properties, query?: Record<string, string>): Promise<Properties>;
    close(): Promise<void>;
}

/** @param quotas vCPU limits of the subscription */
export async function standUpCluster(
    pools: readonly ResourceRecord[],
    quotas: Readonly<Record<string, number>>,
): Promise<StandingTestCluster> {
    const paths = rehearsalPaths(mkdtempSync(path.join(tmpdir(), "nodes-")));
    const store = new ResourceStore(paths.subscription);
    writeWhole(settingsPath(paths.subscription), JSON.stringify({ ...readSettings(paths.subscription), quotas: { default: quotas } }));
    const system = {
        mode: "System",
        vmSize: "Standard_D2ds_v5",
        count: 1,
        minCount: 1,
        maxCount: 2,
        nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    };
    for (const record of [{ ...clusterRecord(), stack: STACK }, poolRecord("system", system), ...pools]) {
        store.create(record);
    }
    const planes = await localPlanes(paths);
    const { client } = await planes.open(HOST, "full");
    return {
        paths,
        store,
        planes,
        async send(method, url, body, query = {}) {
            const answer = await client.send({ method, path: url, query, ...(body === undefined ? {} : { body }) });
            if (answer.status >= 300) {
                throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
            }
            return answer.body;
        },
        async close() {
            await planes.close();
            rmSync(paths.home, { recursive: true, force: true });
        },
    };
}
