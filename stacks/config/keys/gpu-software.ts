import { z } from "zod";
import { GPU_SOFTWARE_DEFAULTS as defaults } from "../../../components/gpu-software/rules";
import { NONE_ONLY, NOT_BUILT } from "./not-built";

export const gpuSoftwareSchema = z
    .discriminatedUnion("kind", [
        z
            .strictObject({ kind: z.literal("none") })
            .meta({ description: "Nothing beyond AKS's driver: until you install a device plugin yourself, pods find no GPU." }),
        z
            .strictObject({ kind: z.literal("device-plugin") })
            .meta({ description: `NVIDIA's device plugin, which offers the GPUs of a node to pods. The driver is AKS's. ${NOT_BUILT}` }),
        z
            .strictObject({
                kind: z.literal("gpu-operator"),
                driver: z.enum(["operator", "aks"]).default(defaults.driver).meta({
                    description: "Who installs the driver: the operator, or AKS. It must be the `driver` of every pool in `gpuPools`.",
                }),
            })
            .meta({ description: `NVIDIA's GPU Operator: driver, container toolkit, device plugin and monitoring in one. ${NOT_BUILT}` }),
    ])
    .default({ kind: defaults.kind })
    .meta({ description: `What runs in the cluster so that pods can use GPUs. ${NONE_ONLY}`, examples: [{ kind: "device-plugin" }] });
