import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import type { PutRequest } from "../request";
import { textAt } from "../request";
import { sameId } from "../resource-id";
import { checkSubnetRoom } from "../rules/cluster-network";
import { clusterIdentity, isGranted } from "../rules/identity";
import type { PoolDemand } from "../rules/pools";
import { clusterIdOf, demandOf, POOL_TYPE, standingPools } from "../rules/pools";
import { checkQuota } from "../rules/quota";
import { checkScaling } from "../rules/scaling";
import { capacityFailure, checkSize } from "../rules/sizes";
import { checkSkew, checkVersion } from "../rules/versions";
import type { ResourceRecord } from "../subscription/store";
import type { Behaviour } from "./behaviour";
import type { PoolSurroundings } from "./pool-properties";
import { poolBody, poolComputed } from "./pool-properties";

/** What pools need to know of a cluster record. */
export function surroundingsOf(cluster: ResourceRecord): PoolSurroundings {
    return {
        kubernetesVersion: textAt(cluster.body, "kubernetesVersion") ?? "",
        overlay: textAt(cluster.body, "networkProfile", "networkPluginMode") === "overlay",
    };
}

export function hasLongTermSupport(cluster: ResourceRecord["body"]): boolean {
    return textAt(cluster, "sku", "tier") === "Premium" && textAt(cluster, "supportPlan") === "AKSLongTermSupport";
}

/**
 * The rules that hold for a pool by itself, inline or not.
 * @param previous the pool as it stands; undefined when it is new
 */
export function checkPool(
    pool: PoolDemand,
    clusterBody: ResourceRecord["body"],
    previous: ResourceRecord["body"] | undefined,
    cloud: Cloud,
): void {
    checkSize(pool, cloud);
    checkScaling(pool, previous);
    const version = textAt(pool.body, "orchestratorVersion") ?? "";
    if (version !== textAt(previous, "orchestratorVersion")) {
        checkVersion(version, cloud.now, hasLongTermSupport(clusterBody), "AgentPoolK8sVersionNotSupported", pool.region);
    }
    checkSkew(version, textAt(clusterBody, "kubernetesVersion") ?? version);
}

function clusterOf(id: string, cloud: Cloud): ResourceRecord {
    const cluster = cloud.find(id.replace(/\/agentPools\/[^/]+$/i, ""));
    if (cluster === undefined) {
        throw new ArmError(404, "ParentResourceNotFound", `The parent resource of '${id}' could not be found.`);
    }
    return cluster;
}

function demandOfRecord(record: ResourceRecord): PoolDemand {
    return demandOf(record.name, clusterIdOf(record), record.location ?? "", record.body);
}

function check(request: PutRequest, cloud: Cloud): void {
    const cluster = clusterOf(request.id, cloud);
    const region = cluster.location ?? "";
    const body = poolBody(request.inputs, surroundingsOf(cluster), request.previous?.body);
    const pool = demandOf(request.name, cluster.id, region, body);
    checkPool(pool, cluster.body, request.previous?.body, cloud);
    const subnetId = textAt(body, "vnetSubnetID");
    checkSubnetUse(pool, cluster, subnetId, cloud);
    const standing = standingPools(cloud, [request.id]);
    checkQuota([pool], standing, cloud);
    const network = cluster.body["networkProfile"];
    const overlay = surroundingsOf(cluster).overlay;
    const siblings = standing.filter((other) => sameId(other.clusterId, cluster.id));
    checkSubnetRoom([pool, ...siblings], overlay, textAt(network, "podCidr"), cloud);
    if (request.previous !== undefined && textAt(body, "mode") !== "System") {
        refuseLastSystemPool(request.previous, cloud, "set to mode User");
    }
}

/** Pools of one cluster share a network, and the control plane must be allowed to join their subnets. */
function checkSubnetUse(pool: PoolDemand, cluster: ResourceRecord, subnetId: string | undefined, cloud: Cloud): void {
    const networkOf = (id: string | undefined): string => (id ?? "").toLowerCase().replace(/\/subnets\/[^/]+$/, "");
    const sibling = cloud.childrenOf(cluster.id, POOL_TYPE).find((one) => one.name !== pool.name);
    if (sibling !== undefined && networkOf(textAt(sibling.body, "vnetSubnetID")) !== networkOf(subnetId)) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `All agent pools of a managed cluster must be in the same virtual network: pool '${pool.name}' has ` +
                `${subnetId === undefined ? "no vnetSubnetID" : `vnetSubnetID '${subnetId}'`}, pool '${sibling.name}' has '${textAt(sibling.body, "vnetSubnetID") ?? "none"}'.`,
            "agentPoolProfile.vnetSubnetID",
        );
    }
    const identity = clusterIdentity(cluster.body, cloud);
    if (
        identity !== undefined &&
        subnetId !== undefined &&
        !isGranted(cloud, textAt(identity.computed, "principalId") ?? "", "subnet", subnetId)
    ) {
        throw new ArmError(
            403,
            "LinkedAuthorizationFailed",
            `The identity '${identity.id}' of cluster '${cluster.id}' does not have authorization to perform action ` +
                `'Microsoft.Network/virtualNetworks/subnets/join/action' over linked scope '${subnetId}': give it the role Network Contributor there.`,
        );
    }
}

function refuseLastSystemPool(pool: ResourceRecord, cloud: Cloud, what: string): void {
    const others = cloud.childrenOf(clusterIdOf(pool), POOL_TYPE).filter((one) => !sameId(one.id, pool.id));
    if (pool.body["mode"] === "System" && !others.some((one) => one.body["mode"] === "System")) {
        throw new ArmError(
            400,
            "OperationNotAllowed",
            `There has to be at least one system agent pool: '${pool.name}' is the last one and cannot be ${what}.`,
        );
    }
}

export const agentPool: Behaviour = {
    check,
    stored(request, sent, cloud) {
        const cluster = clusterOf(request.id, cloud);
        const body = poolBody(sent.body, surroundingsOf(cluster), request.previous?.body);
        return { body, computed: { ...sent.computed, ...poolComputed(body) } };
    },
    failure: (record, cloud) => capacityFailure(demandOfRecord(record), cloud),
    checkDelete(record, cloud, among) {
        const withCluster = among.some((one) => sameId(one.id, clusterIdOf(record)));
        if (!withCluster) {
            refuseLastSystemPool(record, cloud, "deleted");
        }
    },
};
