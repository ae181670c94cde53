import { type Finding, findingsOf } from "../../../components/core/findings";
import { AZURE_STACK_PATTERN } from "../keys/layer";
import { NAMESPACE, type ParsedConfig } from "../schema";
import { LAYER_RULES } from "./layer-rule-table";

export { LAYER_RULES } from "./layer-rule-table";

const finding = findingsOf(LAYER_RULES);

/** Whether a stack may make the layer that it is asked for, from where it runs and on what it builds on. */
export function layerRules(config: ParsedConfig, stack: string): Finding[] {
    return [...azureStackRules(config, stack), ...deployFromRules(config)];
}

function azureStackRules({ layer, azureStack }: ParsedConfig, stack: string): Finding[] {
    if (azureStack === undefined) {
        const message = "is required with layer: cluster, which builds on what another stack made";
        return layer === "cluster"
            ? [
                  finding(
                      "layer/azure-stack-missing",
                      "azureStack",
                      undefined,
                      message,
                      "name the stack with layer: azure, or use layer: all",
                  ),
              ]
            : [];
    }
    if (layer !== "cluster") {
        const message = `has no meaning with layer: ${layer}, which makes a cluster of its own`;
        return [finding("layer/azure-stack-unused", "azureStack", azureStack, message, "remove it, or set layer: cluster")];
    }
    if (!AZURE_STACK_PATTERN.test(azureStack)) {
        const message = "is not the name of a stack: letters, digits, dashes, dots and underscores";
        return [finding("layer/azure-stack-form", "azureStack", azureStack, message, "write <stack> or <organization>/<project>/<stack>")];
    }
    return isItself(azureStack, stack)
        ? [
              finding(
                  "layer/azure-stack-itself",
                  "azureStack",
                  azureStack,
                  "is this stack itself, which cannot build on what it has not made",
                  "name the stack with layer: azure",
              ),
          ]
        : [];
}

/**
 * Backends that keep the state in a folder or a container have the one organization `organization`. Which one a stack of Pulumi Cloud is
 * in only the running program knows, so it looks again (`azure-layer-reference.ts`).
 */
function isItself(azureStack: string, stack: string): boolean {
    return azureStack === stack || azureStack === `organization/${NAMESPACE}/${stack}`;
}

function deployFromRules({ layer, deployFrom, cluster }: ParsedConfig): Finding[] {
    const isDecisive = layer === "all" && cluster.access.kind === "private";
    if (isDecisive && deployFrom === "anywhere") {
        const message =
            "the cluster is private: only from inside its network can anything be made in it, and one stack would find out after 15 minutes";
        const fix =
            "split it into two stacks, layer: azure and layer: cluster (docs/layers.md), or run inside the network and set deployFrom: in-network";
        return [finding("layer/private-from-outside", "deployFrom", deployFrom, message, fix)];
    }
    if (!isDecisive && deployFrom !== "anywhere") {
        const message = "has no effect: it counts for a private cluster with layer: all only";
        return [finding("layer/deploy-from-unused", "deployFrom", deployFrom, message, "remove it")];
    }
    return [];
}
