import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ControlPlanes } from "../../rehearsal/control-plane/control-planes";
import { LocalControlPlanes } from "../../rehearsal/control-plane/local-control-planes";
import { findPrograms } from "../../rehearsal/control-plane/programs-for";

/** The control planes of the clusters in a folder. */
export async function localPlanes(folders: { readonly clusters: string; readonly subscription: string }): Promise<LocalControlPlanes> {
    return new LocalControlPlanes({ ...folders, programs: await findPrograms("real"), serviceCidr: () => "10.0.0.0/16" });
}

/** Control planes of their own for a test, with everything that they write in a folder of its own. */
export type TestPlanes = ControlPlanes;

export async function openTestPlanes(): Promise<TestPlanes> {
    const home = mkdtempSync(path.join(tmpdir(), "rehearsal-planes-"));
    const planes = await localPlanes({ clusters: path.join(home, "clusters"), subscription: path.join(home, "subscription") });
    return {
        has: (cluster) => planes.has(cluster),
        open: async (cluster, level) => planes.open(cluster, level),
        close: async () => {
            await planes.close();
            rmSync(home, { recursive: true });
        },
    };
}
