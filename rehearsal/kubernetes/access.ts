import type { ProviderHost } from "../provider/contract";

/** A cluster with the namespace for objects that name none, or the reason why it is unreachable. */
export type Reach = { readonly cluster: string; readonly namespace: string } | { readonly reason: string };

/** The way to a cluster, and what the provider does when nothing answers there. */
export class ClusterAccess {
    private hasWarned = false;

    /**
     * @param deleteUnreachable what is in a cluster that does not answer is forgotten
     * @param reach asked anew each time: clusters come and go while a provider instance lives
     */
    constructor(
        private readonly host: ProviderHost,
        private readonly deleteUnreachable: boolean,
        readonly reach: () => Reach,
    ) {}

    /**
     * Says, once, that nothing answers: what a preview shows then is what the program wants, unchecked. The real provider shows the same and says
     * nothing, so that the first who notices is `up`.
     */
    warnOnce(urn: string): void {
        const reached = this.reach();
        if ("reason" in reached && !this.hasWarned) {
            this.hasWarned = true;
            const consequence = "no API server has checked what is shown of its objects";
            this.host.log("warning", `configured Kubernetes cluster is unreachable, so ${consequence}: ${reached.reason}`, urn);
        }
    }

    /** @throws Error with `problem` when no cluster answers. */
    require(problem = "configured Kubernetes cluster is unreachable"): string {
        const reached = this.reach();
        if ("reason" in reached) {
            throw new Error(`${problem}: ${reached.reason}`);
        }
        return reached.cluster;
    }

    /** The cluster to read from; `"gone"` when it does not answer and what is in it is to be forgotten. */
    toRead(urn: string): { readonly cluster: string } | "gone" {
        return this.orGone(urn, "failed to read resource state due to unreachable cluster");
    }

    /** The cluster to delete from; `"gone"` when it does not answer and what is in it is to be forgotten. */
    toDelete(urn: string): { readonly cluster: string } | "gone" {
        return this.orGone(urn, "configured Kubernetes cluster is unreachable");
    }

    private orGone(urn: string, problem: string): { readonly cluster: string } | "gone" {
        const reached = this.reach();
        if ("cluster" in reached) {
            return reached;
        }
        this.host.log("warning", `configured Kubernetes cluster is unreachable: ${reached.reason}`, urn);
        if (!this.deleteUnreachable) {
            throw new Error(
                `${problem}. If the cluster was deleted, remove this resource from the state by running again with PULUMI_K8S_DELETE_UNREACHABLE=true`,
            );
        }
        this.host.log("info", "deleteUnreachable is set: the resource is removed from the state", urn);
        return "gone";
    }
}
