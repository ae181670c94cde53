import type { RestClient } from "./rest-client";

/**
 * How much of a control plane runs. `api`: etcd and the API server, which is enough to look at objects and for previews. `full`: also the
 * controllers, the scheduler, kwok and the nodes, so that deployments get pods and pods get nodes.
 */
export type Level = "api" | "full";

/** The control plane of one simulated cluster. */
export interface ControlPlane {
    /** Key of the cluster: the host name of its API server in Azure. */
    readonly cluster: string;
    /** Speaks to the API server as an administrator. */
    readonly client: RestClient;
    /** A file for people and their tools; it leads to 127.0.0.1 and is theirs alone to read. */
    readonly kubeconfig: string;
    /** UIDs of what the control plane made of itself when it first started: namespaces, roles, priority levels and the like. */
    readonly baseline: ReadonlySet<string>;
}

/** The control planes of the clusters that stand, for one command of the rehearsal. */
export interface ControlPlanes {
    /**
     * Whether a cluster has a control plane; otherwise its objects are kept in files. Decided when the cluster is first reached, and kept for as
     * long as it stands.
     */
    has(cluster: string): boolean;
    /**
     * Starts the cluster's control plane, or finds the one that runs. What runs at a lower level is raised; a lower one is never taken down.
     *
     * @throws UserError when it cannot be started, with the end of the log of the program that failed
     */
    open(cluster: string, level: Level): Promise<ControlPlane>;
    /** Ends what runs for this command only, and waits until it has ended. What is to be kept, or serves another command, goes on. */
    close(): Promise<void>;
}
