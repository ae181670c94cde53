import type { Properties } from "../../provider/values";
import { isObject } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { textAt } from "../request";
import type { PutRequest } from "../request";
import { nameIn, sameId } from "../resource-id";
import { checkClusterNetwork, checkSubnetRoom } from "../rules/cluster-network";
import { checkPrivateAccess } from "../rules/cluster-access";
import { checkClusterRoles, checkOutbound, IDENTITY_TYPE } from "../rules/identity";
import { POOL_TYPE, standingPools } from "../rules/pools";
import { checkQuota } from "../rules/quota";
import { capacityFailure } from "../rules/sizes";
import { checkUpgrade, checkVersion } from "../rules/versions";
import { normalLocation } from "../schema/diff";
import { inputShape } from "../schema/project";
import { tableOf } from "../schema/tables";
import type { ResourceRecord } from "../subscription/store";
import { checkPool, hasLongTermSupport } from "./agent-pool";
import type { Behaviour } from "./behaviour";
import { checkPoolList, inlinePools, placeInList, poolId, standingPoolList, withOrigin } from "./inline-pools";
import { clusterBody, clusterComputed, madeIdentities } from "./cluster-properties";
import { poolComputed } from "./pool-properties";

const GROUP_TYPE = "azure-native:resources:ResourceGroup";

function check(request: PutRequest, cloud: Cloud): void {
    const body = clusterBody(request, request.inputs, cloud);
    const { previous } = request;
    const region = normalLocation(textAt(body, "location") ?? "");
    if (textAt(body, "dnsPrefix") === undefined && textAt(body, "fqdnSubdomain") === undefined) {
        throw new ArmError(
            400,
            "InvalidParameter",
            "Required parameter dnsPrefix is missing (null): give dnsPrefix or fqdnSubdomain.",
            "dnsPrefix",
        );
    }
    checkClusterVersion(body, previous, region, cloud);
    const pools = inlinePools(request.id, body, cloud);
    checkPoolList(request, pools, cloud);
    for (const pool of pools) {
        checkPool(pool, body, cloud.find(poolId(request.id, pool.name))?.body, cloud);
    }
    const subnetIds = [...pools.map((pool) => textAt(pool.body, "vnetSubnetID")), textAt(body, "apiServerAccessProfile", "subnetId")];
    const ids = [...new Set(subnetIds.filter((id): id is string => id !== undefined))];
    const network = body["networkProfile"];
    if (previous === undefined) {
        checkClusterNetwork(isObject(network) ? network : {}, ids, cloud);
        checkPrivateAccess(body);
        checkOutbound(body, ids, cloud);
        checkClusterRoles(request, body, ids, cloud);
        checkNodeGroup(request, body, cloud);
    }
    const standing = standingPools(
        cloud,
        pools.map((pool) => poolId(request.id, pool.name)),
    );
    checkQuota(pools, standing, cloud);
    const siblings = standing.filter((pool) => sameId(pool.clusterId, request.id));
    checkSubnetRoom([...pools, ...siblings], textAt(network, "networkPluginMode") === "overlay", textAt(network, "podCidr"), cloud);
}

function checkClusterVersion(body: Properties, previous: ResourceRecord | undefined, region: string, cloud: Cloud): void {
    const version = textAt(body, "kubernetesVersion") ?? "";
    const before = textAt(previous?.body, "kubernetesVersion");
    const longTerm = hasLongTermSupport(body);
    if (textAt(body, "supportPlan") === "AKSLongTermSupport" && textAt(body, "sku", "tier") !== "Premium") {
        throw new ArmError(400, "InvalidParameter", "supportPlan AKSLongTermSupport needs sku.tier Premium.", "supportPlan");
    }
    if (before !== version) {
        checkVersion(version, cloud.now, longTerm, "K8sVersionNotSupported", region);
        if (before !== undefined) {
            checkUpgrade(before, version);
        }
    }
}

function nodeGroupId(clusterId: string, body: Properties): string {
    return `${clusterId.split("/").slice(0, 3).join("/")}/resourceGroups/${textAt(body, "nodeResourceGroup") ?? ""}`;
}

function checkNodeGroup(request: PutRequest, body: Properties, cloud: Cloud): void {
    const id = nodeGroupId(request.id, body);
    if (cloud.find(id) !== undefined) {
        throw new ArmError(
            409,
            "NodeResourceGroupAlreadyExists",
            `The node resource group '${nameIn(id)}' already exists: it must be a new one, which AKS makes and deletes with the cluster.`,
            "nodeResourceGroup",
        );
    }
}

/** Pools, node resource group and identities that come with a cluster. */
function accepted(record: ResourceRecord, cloud: Cloud): void {
    const { id, body } = record;
    const common = { createdAt: record.createdAt, changedAt: record.changedAt, managedBy: id };
    const location = record.location ?? "";
    const groupId = nodeGroupId(id, body);
    const group = {
        armType: "Microsoft.Resources/resourceGroups",
        type: GROUP_TYPE,
        name: nameIn(groupId),
        path: { resourceGroupName: nameIn(groupId) },
    };
    cloud.ensure({
        ...common,
        ...group,
        id: groupId,
        location,
        provisioningState: "Succeeded",
        body: { location, managedBy: id },
        computed: {},
    });
    for (const identity of madeIdentities(body, record.computed, cloud)) {
        cloud.ensure({
            ...common,
            id: identity.resourceId,
            type: IDENTITY_TYPE,
            armType: "Microsoft.ManagedIdentity/userAssignedIdentities",
            name: nameIn(identity.resourceId),
            location,
            provisioningState: "Succeeded",
            path: { resourceGroupName: nameIn(groupId), resourceName: nameIn(identity.resourceId) },
            body: { location },
            computed: { clientId: identity.clientId, principalId: identity.objectId, tenantId: cloud.tenantId },
        });
    }
    for (const pool of inlinePools(id, body, cloud)) {
        const operation = record.operation === undefined ? {} : { operation: record.operation };
        const previous = cloud.find(poolId(id, pool.name));
        const next: ResourceRecord = {
            ...common,
            ...operation,
            id: poolId(id, pool.name),
            type: POOL_TYPE,
            armType: "Microsoft.ContainerService/managedClusters/agentPools",
            name: pool.name,
            location,
            createdAt: previous?.createdAt ?? record.createdAt,
            provisioningState: record.provisioningState,
            path: { resourceGroupName: record.path["resourceGroupName"] ?? "", resourceName: record.name, agentPoolName: pool.name },
            body: pool.body,
            computed: { ...previous?.computed, ...poolComputed(pool.body) },
        };
        if (previous === undefined) {
            cloud.ensure(next);
        } else if (record.operation !== undefined && previous.operation === undefined) {
            cloud.replace(withOrigin(next, previous));
        }
    }
}

export const managedCluster: Behaviour = {
    check,
    stored(request, sent, cloud) {
        const body = clusterBody(request, sent.body, cloud);
        return { body, computed: { ...sent.computed, ...clusterComputed(request, body, cloud) } };
    },
    standing: standingPoolList,
    failure: (record, cloud) => inlinePools(record.id, record.body, cloud).flatMap((pool) => capacityFailure(pool, cloud) ?? [])[0],
    accepted,
    settled({ operation: _, ...record }, cloud) {
        accepted({ ...record, provisioningState: "Succeeded" }, cloud);
    },
    outputs(record, cloud) {
        const shape = tableOf(POOL_TYPE);
        const pools = cloud
            .childrenOf(record.id, POOL_TYPE)
            .sort(
                (one, other) =>
                    placeInList(record, one) - placeInList(record, other) ||
                    one.createdAt.localeCompare(other.createdAt) ||
                    one.name.localeCompare(other.name),
            );
        return {
            agentPoolProfiles: pools.map((pool) => ({
                ...inputShape(shape, pool.body),
                ...pool.computed,
                name: pool.name,
                type: pool.body["type"] ?? "VirtualMachineScaleSets",
                provisioningState: pool.provisioningState,
            })),
        };
    },
};
