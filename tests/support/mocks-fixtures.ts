import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle, IdentityHandle, NamingHandle, NetworkHandle } from "../../components";
import type { Finding } from "../../components/core/findings";

/** What tests of single components hand in, in place of the other components. Call the handles inside a recorded program. */

export const SUBSCRIPTION_ID = "/subscriptions/11111111-2222-4333-8444-555555555555";
export const SUBNET_ID = `${SUBSCRIPTION_ID}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-net/subnets/nodes`;
export const ADMIN_GROUP = "5c6d8f9a-0000-4000-8000-000000000001";

export function namingHandle(id = "k3x9q2ab"): NamingHandle {
    return { prefix: "mlp", environment: "dev", id: pulumi.output(id) };
}

export function networkHandle(changes: Partial<NetworkHandle> = {}): NetworkHandle {
    return {
        nodeSubnetId: pulumi.output(SUBNET_ID),
        outboundType: "loadBalancer",
        ranges: { addressSpace: "10.224.0.0/16", nodeSubnet: "10.224.0.0/20" },
        egressKnown: true,
        ...changes,
    };
}

/** An identity whose resource is registered under the name, unless another stands for it. */
export function identityHandle(
    name = "kubelet",
    resource: pulumi.Resource = new pulumi.ComponentResource("test:index:Identity", name),
): IdentityHandle {
    return {
        principalId: pulumi.output("0c0ffee0-0000-4000-8000-000000000001"),
        clientId: pulumi.output("0c0ffee0-0000-4000-8000-000000000002"),
        resourceId: pulumi.output(
            `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
        ),
        resource,
    };
}

/** A cluster whose resource is registered as `cluster`. */
export function clusterHandle(changes: Partial<ClusterHandle> = {}, resourceName = "cluster"): ClusterHandle {
    const resource = new pulumi.ComponentResource("test:index:Cluster", resourceName);
    return {
        id: pulumi.output(`${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`),
        uid: pulumi.output("0123456789abcdef01234567"),
        name: pulumi.output("aks"),
        resourceGroupName: pulumi.output("rg"),
        location: pulumi.output("eastus"),
        oidcIssuerUrl: pulumi.output("https://issuer/"),
        nodeResourceGroupName: pulumi.output("aks-nodes"),
        nodeSubnetId: pulumi.output(SUBNET_ID),
        kubeletIdentity: identityHandle("kubelet", resource),
        kubernetesVersion: pulumi.output("1.36.5"),
        addresses: { nodeSubnet: "10.224.0.0/20", podNetworking: "overlay", podCidr: "10.244.0.0/16", systemNodes: 4 },
        resource,
        ...changes,
    };
}

/** Findings in short: the rule's id, the path and the severity. */
export function brief(findings: readonly Finding[]): string[] {
    return findings.map(({ rule, path, severity }) => `${severity} ${rule} @ ${path}`);
}
