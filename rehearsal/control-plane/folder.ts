import { existsSync, mkdirSync, realpathSync } from "node:fs";
import * as path from "node:path";

/** Where the control plane of one cluster keeps everything. All of it is the user's alone to read. */
export interface PlaneFolder {
    readonly root: string;
    /** etcd's data. */
    readonly data: string;
    /** Socket of etcd, relative to `root`: a whole path may be longer than a socket's name can be. */
    readonly socket: string;
    /** The API server's certificate and keys. */
    readonly certificates: string;
    /** Tokens of the administrator and of the programs. */
    readonly tokens: string;
    /** A kubeconfig for people, and one for each program. */
    readonly kubeconfig: string;
    readonly programKubeconfigs: string;
    readonly logs: string;
    /** A file for each program, with the number of its process. */
    readonly processes: string;
    /** Who runs the control plane: see {@link SupervisorRecord}. */
    readonly record: string;
    /** What the control plane made of itself at its first start. */
    readonly baseline: string;
}

/** @param clusterFolder folder of the cluster among the simulated clusters */
export function planeFolder(clusterFolder: string): PlaneFolder {
    // processes are known by this path, whichever link led here
    const root = path.join(realPath(clusterFolder), "control-plane");
    const at = (name: string): string => path.join(root, name);
    return {
        root,
        data: at("etcd"),
        socket: "etcd.sock",
        certificates: at("certificates"),
        tokens: at("tokens.csv"),
        kubeconfig: at("kubeconfig"),
        programKubeconfigs: at("kubeconfigs"),
        logs: at("logs"),
        processes: at("processes"),
        record: at("control-plane.json"),
        baseline: at("baseline.json"),
    };
}

/** The path without symbolic links, also of what does not exist yet. */
function realPath(file: string): string {
    const parent = path.dirname(file);
    return existsSync(file) || parent === file ? realpathSync(file) : path.join(realPath(parent), path.basename(file));
}

export function makePlaneFolder(folder: PlaneFolder): void {
    for (const made of [folder.root, folder.data, folder.certificates, folder.programKubeconfigs, folder.logs, folder.processes]) {
        mkdirSync(made, { recursive: true, mode: 0o700 });
    }
}
