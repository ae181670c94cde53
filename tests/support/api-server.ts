import { mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { serverCertificate, tokenOf } from "../../rehearsal/control-plane/credentials";
import { planeFolder } from "../../rehearsal/control-plane/folder";
import { LocalPlane } from "../../rehearsal/control-plane/local-plane";
import { findPrograms } from "../../rehearsal/control-plane/programs-for";
import { RestClient } from "../../rehearsal/control-plane/rest-client";
import { stagesFile } from "../../rehearsal/control-plane/stages";

/** A control plane without a cluster in Azure: nobody makes nodes, and nobody stands for the controllers of custom resources. */
export interface ApiServer {
    /** An administrator. */
    readonly client: RestClient;
    readonly stop: () => Promise<void>;
}

/** @param options.controllers whether the controllers of Kubernetes run @default false */
export async function startApiServer({ controllers = false } = {}): Promise<ApiServer> {
    const programs = await findPrograms("real");
    if (!("binaries" in programs)) {
        throw new Error(programs.reason);
    }
    const home = mkdtempSync(path.join(os.tmpdir(), "api-server-"));
    const folder = planeFolder(home);
    const plane = new LocalPlane({
        cluster: "tests",
        folder,
        binaries: programs.binaries,
        settings: { serviceCidr: "10.0.0.0/16", stages: stagesFile },
        parts: [],
        companion: () => ({ stop: () => Promise.resolve() }),
        onFailure: (message) => console.error(message),
    });
    const stop = async (): Promise<void> => {
        await plane.stop();
        rmSync(home, { recursive: true, force: true });
    };
    try {
        await plane.raise(controllers ? "full" : "api");
    } catch (error) {
        await stop();
        throw error;
    }
    const certificateAuthority = serverCertificate(folder);
    const client = new RestClient({ server: plane.server, certificateAuthority, token: tokenOf(folder, "administrator") });
    return {
        client,
        stop: async () => {
            client.close();
            await stop();
        },
    };
}
