import * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../components";
import type { PlatformConfig, Variant } from "./config/schema";
import type { AzureLayer } from "./layers";

/** A GPU pool as workloads need to know it. */
export interface GpuPoolOutput {
    /** Name in Azure. */
    readonly agentPoolName: pulumi.Output<string>;
    /** Azure VM size. */
    readonly size: string;
    readonly gpusPerNode: number;
    /** Node selector and tolerations for a pod specification. */
    readonly placement: Placement;
}

/** What `pulumi stack output` shows. Every name is a promise to scripts. */
export interface PlatformOutputs {
    readonly platform: Variant;
    readonly region: string;
    readonly resourceGroupName: pulumi.Output<string>;
    readonly clusterName: pulumi.Output<string>;
    /** ARM id of the cluster. */
    readonly clusterId: pulumi.Output<string>;
    /** The version that runs, with its patch. */
    readonly kubernetesVersion: pulumi.Output<string>;
    /** Secret: `pulumi stack output kubeconfig --show-secrets > kubeconfig`. */
    readonly kubeconfig: pulumi.Output<string>;
    /** Issuer that workload identities of other stacks federate with. */
    readonly oidcIssuerUrl: pulumi.Output<string>;
    /** Host name to push images to and pull them from. */
    readonly registryLoginServer: pulumi.Output<string>;
    /** GPU pools by their name in the configuration. */
    readonly gpuPools: Readonly<Record<string, GpuPoolOutput>>;
    /** Kubernetes namespace that the platform runs in. */
    readonly namespace: pulumi.Output<string>;
}

/** The outputs of a stack from what its two layers made. */
export function platformOutputs(
    config: PlatformConfig,
    azure: AzureLayer,
    inCluster: { namespace: pulumi.Output<string> },
): PlatformOutputs {
    const pools = Object.entries(azure.gpuPools).map(([name, { agentPoolName, size, gpusPerNode, placement }]) => {
        return [name, { agentPoolName, size, gpusPerNode, placement }] as const;
    });
    return {
        platform: config.platform,
        region: config.region,
        resourceGroupName: azure.resourceGroupName,
        clusterName: azure.cluster.name,
        clusterId: azure.cluster.id,
        kubernetesVersion: azure.cluster.kubernetesVersion,
        kubeconfig: pulumi.secret(azure.kubeconfig),
        oidcIssuerUrl: azure.cluster.oidcIssuerUrl,
        registryLoginServer: azure.registry.loginServer,
        gpuPools: Object.fromEntries(pools),
        namespace: inCluster.namespace,
    };
}
