import { z } from "zod";

/** Which part of a platform a stack makes. */
export const LAYERS = ["all", "azure", "cluster"] as const;

export const layerSchema = z
    .enum(LAYERS)
    .default("all")
    .meta({
        description:
            "Which part of the platform this stack makes. `azure` and `cluster` are two stacks of one platform, for a cluster that only a machine inside the network reaches. Changing it on a stack that stands deletes what the other layer makes.",
        examples: ["azure", "cluster"],
        enumDescriptions: [
            "Everything, in one stack",
            "What Azure Resource Manager makes: network, cluster, node pools, registry. Runs from anywhere",
            "What lives in the cluster of another stack, named by azureStack. Runs where the cluster's API server can be reached",
        ],
    });

/** Pulumi's form of stack and project names. */
const NAME = "[A-Za-z0-9_.-]{1,100}";
export const AZURE_STACK_PATTERN = new RegExp(`^(?:${NAME}|${NAME}/${NAME}/${NAME})$`);

export const azureStackSchema = z
    .string()
    .exactOptional()
    .meta({
        description:
            "With `layer: cluster`: the stack with `layer: azure` that made the cluster. `<stack>` is one of the same project and organization, any other is `<organization>/<project>/<stack>`. Needs the right to read that stack and to decrypt its kubeconfig.",
        examples: ["prod-azure", "acme/ml-platform/prod-azure"],
        pattern: AZURE_STACK_PATTERN.source,
    });

export const deployFromSchema = z
    .enum(["anywhere", "in-network"])
    .default("anywhere")
    .meta({
        description:
            "Where `pulumi up` runs. It counts for a private cluster with `layer: all` only: from outside its network nothing in it could be made.",
        examples: ["in-network"],
        enumDescriptions: [
            "A laptop or a hosted runner",
            "A machine in the cluster's network, or in one that is peered with it or reaches it by VPN",
        ],
    });
