import { z } from "zod";
import { GPU_SOFTWARE_DEFAULTS as defaults } from "../../../components/gpu-software/rules";

const metrics = z.boolean().default(defaults.metrics).meta({
    description: "Whether NVIDIA's DCGM exporter runs on GPU nodes: load, memory, temperature and power of each GPU, on port 9400.",
});

export const gpuSoftwareSchema = z
    .discriminatedUnion("kind", [
        z
            .strictObject({ kind: z.literal("none") })
            .meta({ description: "Nothing beyond AKS's driver: until you install a device plugin yourself, pods find no GPU." }),
        z
            .strictObject({ kind: z.literal("device-plugin"), metrics })
            .meta({ description: "NVIDIA's device plugin, which offers the GPUs of a node to pods. The driver is AKS's." }),
        z
            .strictObject({
                kind: z.literal("gpu-operator"),
                driver: z.enum(["operator", "aks"]).default(defaults.driver).meta({
                    description: "Who installs the driver: the operator, or AKS. It must be the `driver` of every pool in `gpuPools`.",
                }),
                metrics,
            })
            .meta({ description: "NVIDIA's GPU Operator: driver, container toolkit, device plugin and monitoring in one." }),
    ])
    .default({ kind: defaults.kind })
    .meta({ description: "What runs in the cluster so that pods can use GPUs.", examples: [{ kind: "device-plugin" }] });
