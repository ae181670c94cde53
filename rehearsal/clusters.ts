import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { findResource, listResources, type StandingResource } from "./azure/provider";
import { at, textAt } from "./azure/request";
import { endPlane } from "./control-plane/connection";
import type { ControlPlanes, Level } from "./control-plane/control-planes";
import { planeFolder } from "./control-plane/folder";
import { isUsedBy, keepingOf } from "./control-plane/kept-in";
import { LocalControlPlanes, openEarly } from "./control-plane/local-control-planes";
import { findPrograms } from "./control-plane/programs-for";
import { livingRecord } from "./control-plane/record";
import type { RehearsalPaths } from "./home";
import type { ClusterPart } from "./kubernetes/definitions/installers";
import { sweepClusters } from "./kubernetes/inventory";
import { clusterFolder } from "./kubernetes/object-files";
import type { ClusterDirectory, FoundCluster } from "./kubernetes/provider";
import type { Properties } from "./provider/values";
import { say, UserError } from "./screen";

/** What AKS takes where a cluster does not say. */
const SERVICE_CIDR = "10.0.0.0/16";

/** A cluster that stands in the subscription. */
export interface StandingCluster {
    /** Host name of its API server, which no other cluster ever had. */
    readonly key: string;
    readonly resource: StandingResource;
}

export function clustersOf(paths: RehearsalPaths): StandingCluster[] {
    if (!existsSync(paths.subscription)) {
        return [];
    }
    return listResources(paths.subscription).flatMap((resource) =>
        resource.apiServer === undefined ? [] : [{ key: resource.apiServer, resource }],
    );
}

/**
 * The clusters of the subscription, as the simulated Kubernetes provider finds them: a replaced cluster starts empty, and an old kubeconfig
 * leads nowhere.
 */
export function standingClusters(paths: RehearsalPaths): ClusterDirectory {
    return {
        lookup(server) {
            const host = URL.canParse(server) ? new URL(server).hostname : server;
            const standing = clustersOf(paths).find(({ key }) => key === host);
            return standing === undefined ? undefined : found(standing);
        },
    };
}

/** The name of a stopped cluster leads nowhere until it is started again. */
function found({ key, resource }: StandingCluster): FoundCluster {
    return isStopped(resource) ? { key, unreachable: `dial tcp: lookup ${key}: no such host (the cluster is stopped)` } : { key };
}

export function isStopped({ powerState }: StandingResource): boolean {
    return powerState === "Stopped";
}

/** @throws UserError when a cluster is stopped that the program of a stack reached before, or that the stack made */
export function requireStarted(paths: RehearsalPaths, stack: string): void {
    const stopped = clustersOf(paths).filter(({ resource }) => isStopped(resource));
    const used = stopped.find(({ key, resource }) => resource.stack === stack || isUsedBy(clusterFolder(paths.clusters, key), stack));
    if (used !== undefined) {
        throw new UserError(`the cluster ${used.resource.name} is stopped, so nobody can look into it: ${startHint(used.resource)}`);
    }
}

/** How a stopped cluster is started again. */
export function startHint({ id, name }: StandingResource): string {
    return `"npm run rehearse -- az aks start --resource-group ${id.split("/")[4] ?? ""} --name ${name}" starts it`;
}

export interface ClusterUse {
    /** Stack that the command is about. */
    readonly stack?: string | undefined;
    /** Whether the command may make a cluster, so that the programs have to be there before. @default false */
    readonly makesClusters?: boolean;
    /** Keep control planes when the command has ended. @default - as they were */
    readonly keep?: boolean | undefined;
    /** Level at which the control planes of the stack's clusters are started at once, beside other work. @default - when they are needed */
    readonly early?: Level;
}

/** The control planes of the clusters, for one command. Whatever is missing to start them is built first, and only where it is needed. */
export async function openClusters(paths: RehearsalPaths, use: ClusterUse): Promise<ControlPlanes> {
    const standing = clustersOf(paths).map(({ key, resource }) => ({ key, resource, folder: clusterFolder(paths.clusters, key) }));
    const isNeeded = use.makesClusters === true || standing.some(({ folder }) => keepingOf(folder) !== "files");
    const planes = new LocalControlPlanes({
        clusters: paths.clusters,
        subscription: paths.subscription,
        programs: isNeeded ? await findPrograms() : undefined,
        serviceCidr: (cluster) => textAt(bodyOf(paths, cluster), "networkProfile", "serviceCidr") ?? SERVICE_CIDR,
        parts: (cluster) => partsOf(bodyOf(paths, cluster)),
        stack: use.stack,
        keep: use.keep,
    });
    const { early, stack } = use;
    if (early !== undefined && stack !== undefined) {
        const used = standing.filter(({ folder }) => keepingOf(folder) === "control plane" && isUsedBy(folder, stack));
        for (const { key } of used.filter(({ resource }) => !isStopped(resource))) {
            openEarly(planes, key, early);
        }
    }
    return planes;
}

/** What the subscription says of a cluster; nothing where it does not stand. */
function bodyOf(paths: RehearsalPaths, cluster: string): Properties {
    const standing = clustersOf(paths).find(({ key }) => key === cluster);
    return (standing === undefined ? undefined : findResource(paths.subscription, standing.resource.id)?.body) ?? {};
}

/** The parts of AKS that are switched on in a cluster, as far as they bring definitions. */
export function partsOf(cluster: Properties): ClusterPart[] {
    const isOn: Readonly<Record<ClusterPart, boolean>> = {
        "snapshot-controller": at(cluster, "storageProfile", "snapshotController", "enabled") !== false,
        "node-auto-provisioning": textAt(cluster, "nodeProvisioningProfile", "mode") === "Auto",
        "istio-add-on": textAt(cluster, "serviceMeshProfile", "mode") === "Istio",
        "managed-gateway-api": textAt(cluster, "ingressProfile", "gatewayAPI", "installation") === "Standard",
        // an extension is a resource of its own, which comes after the cluster
        "flux-extension": false,
    };
    return (Object.keys(isOn) as ClusterPart[]).filter((part) => isOn[part]);
}

/** Ends the control planes of deleted clusters and forgets what those held. */
export async function forgetDeletedClusters(paths: RehearsalPaths): Promise<void> {
    const folders = clusterFolders(paths);
    // asked after the look at the folders: another command may make a cluster meanwhile
    const kept = new Set(clustersOf(paths).map(({ key }) => clusterFolder(paths.clusters, key)));
    await Promise.all(folders.filter((folder) => !kept.has(folder)).map(async (folder) => endPlane(planeFolder(folder))));
    sweepClusters(paths.clusters, () => clustersOf(paths).map(({ key }) => key));
}

/** Ends every control plane of the rehearsal, whoever uses it; what they hold stays. @returns how many ran */
export async function endControlPlanes(paths: RehearsalPaths): Promise<number> {
    const ended = await Promise.all(clusterFolders(paths).map(async (folder) => endPlane(planeFolder(folder))));
    return ended.filter(Boolean).length;
}

/** Folders of all clusters, also of those that were deleted. */
export function clusterFolders(paths: RehearsalPaths): string[] {
    return existsSync(paths.clusters) ? readdirSync(paths.clusters).map((name) => path.join(paths.clusters, name)) : [];
}

/** Says how to reach what goes on after this command. */
export function tellKept(paths: RehearsalPaths): void {
    for (const { key } of clustersOf(paths)) {
        const folder = planeFolder(clusterFolder(paths.clusters, key));
        if (livingRecord(folder)?.keep === true) {
            say(
                `\nThe cluster ${key} goes on. Look round with "npm run rehearse -- kubectl get pods -A", or with tools of your own:\n` +
                    `  export KUBECONFIG=${folder.kubeconfig}\n` +
                    `"npm run rehearse -- stop" ends it; what it holds stays.`,
            );
        }
    }
}
