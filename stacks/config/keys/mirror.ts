import { z } from "zod";

export const mirrorSchema = z
    .strictObject({
        images: z
            .string()
            .min(1)
            .exactOptional()
            .meta({
                description:
                    "Registry and path that nodes pull the images of charts from, each under its publisher's full name, for example `<this>/nvcr.io/nvidia/k8s-device-plugin`. From an Azure registry they pull with the cluster's kubelet identity, which needs AcrPull on it. Left out, the publishers' registries.",
                examples: ["contoso.azurecr.io/mirror"],
            }),
        charts: z
            .string()
            .min(1)
            .exactOptional()
            .meta({
                description:
                    "Address that charts are fetched from, each under its own name; whoever runs Pulumi must reach it. Left out, the publishers' addresses.",
                examples: ["oci://contoso.azurecr.io/charts"],
            }),
    })
    .default({})
    .meta({
        description: "Copies of charts and of their images in a registry of your own, for networks that do not reach the publishers'.",
        examples: [{ images: "contoso.azurecr.io/mirror" }],
    });
