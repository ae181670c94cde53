/** What the software for GPUs must know of how a pool shares them. */
export type GpuSharing =
    | { readonly kind: "none" }
    | { readonly kind: "time-slicing"; readonly replicas: number }
    | { readonly kind: "mig"; readonly strategy?: "single" | "mixed" };

/** The node label by which NVIDIA's device plugin picks one of its configurations (NVIDIA/k8s-device-plugin, README). */
export const DEVICE_CONFIG_LABEL = "nvidia.com/device-plugin.config";

/** The configuration of nodes without the label. Instances of the strategy `single` need no other: it is what whole GPUs are offered by too. */
export const DEFAULT_DEVICE_CONFIG = "default";

/**
 * The device plugin's configuration for a pool; undefined where the default will do. It is named after what it says, so that a change of it
 * changes the label, which the plugin watches: a changed content it would not notice.
 */
export function deviceConfigName(sharing: GpuSharing): string | undefined {
    switch (sharing.kind) {
        case "none":
            return undefined;
        case "time-slicing":
            return `time-slicing-${sharing.replicas}`;
        case "mig":
            return sharing.strategy === "mixed" ? "mig-mixed" : undefined;
    }
}

/** Labels by which a pool's nodes say how their GPUs are shared. */
export function sharingLabels(sharing: GpuSharing): Record<string, string> {
    const name = deviceConfigName(sharing);
    return name === undefined ? {} : { [DEVICE_CONFIG_LABEL]: name };
}
