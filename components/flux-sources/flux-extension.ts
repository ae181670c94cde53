import { Extension } from "@pulumi/azure-native/kubernetesconfiguration";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle } from "../core/contracts";
import { diesWith } from "../core/lifetime";
import { retryConflicts } from "../core/retry";
import { typeToken } from "../core/token";
import { EXTENSION_SETTINGS } from "./plan";

export interface FluxExtensionArgs {
    /** The cluster that it is in, and dies with. */
    readonly cluster: ClusterHandle;
    /**
     * What must be there before: every pool and every other extension of the cluster. AKS refuses to make a pool while an extension is being
     * installed, and installs one extension at a time.
     * @default []
     */
    readonly after?: readonly pulumi.Resource[];
}

/** What applies manifests in a cluster. */
export interface FluxExtensionHandle {
    /** The extension itself: what it applies comes after it and goes before it. None where another stack made it. */
    readonly resource?: pulumi.Resource;
}

/**
 * Flux in a cluster, as AKS's own extension `microsoft.flux`: the controllers that fetch Git repositories and apply what is in them, and no
 * others. They take about 0.4 CPU and 300 MiB on the system pool. Microsoft updates them within the minor version. Takes about five minutes.
 *
 * By itself it applies nothing: `FluxSources` says what.
 *
 * @example
 * const flux = new FluxExtension("flux", { cluster, after: [pools, gpu] }, { parent: platform });
 */
export class FluxExtension extends pulumi.ComponentResource implements FluxExtensionHandle {
    public readonly resource: pulumi.Resource;

    constructor(name: string, { cluster, after = [] }: FluxExtensionArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("FluxExtension"), name, {}, opts);
        this.resource = new Extension(
            `${name}-extension`,
            {
                resourceGroupName: cluster.resourceGroupName,
                clusterRp: "Microsoft.ContainerService",
                clusterResourceName: "managedClusters",
                clusterName: cluster.name,
                extensionName: "flux",
                extensionType: "microsoft.flux",
                autoUpgradeMinorVersion: true,
                releaseTrain: "Stable",
                scope: { cluster: { releaseNamespace: "flux-system" } },
                configurationSettings: { ...EXTENSION_SETTINGS },
            },
            {
                parent: this,
                ...diesWith(cluster),
                hooks: { onError: [retryConflicts(`FluxExtension ${name}`)] },
                ...(after.length === 0 ? {} : { dependsOn: [...after] }),
            },
        );
        this.registerOutputs({});
    }
}
