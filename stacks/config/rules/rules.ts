import { clusterRules } from "../../../components/aks-cluster/rules";
import { cacheRules } from "../../../components/container-registry/rules";
import { type Finding, underPath } from "../../../components/core/findings";
import { networkFacts, networkRules } from "../../../components/network/rules";
import { platformRules } from "../../../components/platform/rules";
import { securityRules } from "../../../components/security/rules";
import { environmentOf } from "../keys/environment";
import type { ParsedConfig } from "../schema";
import { environmentRules } from "./environment-rules";
import { layerRules } from "./layer-rules";
import { mirrorUseRules } from "./mirror-use-rules";
import { networkUseRules } from "./network-use-rules";
import { nodeRules } from "./node-rules";
import { notBuiltRules } from "./not-built-rules";
import { placeholderRules } from "./placeholder-rules";
import { sizesInRegion } from "./region-rules";
import { serviceRules } from "./service-rules";
import { variantRules } from "./variant-rules";

/**
 * Every rule but that on the region itself: the components' own, and those that only the stack as a whole can break.
 *
 * A rule that looks at more than the value that it is about has a row in `rule-inputs.ts`.
 */
export function rulesOf(config: ParsedConfig, stack: string): Finding[] {
    return [
        ...platform(config, stack),
        ...layerRules(config, stack),
        ...environmentRules(config),
        ...sizesInRegion(config),
        ...components(config),
        ...serviceRules(config),
        ...variantRules(config),
        ...placeholderRules(config),
        ...notBuiltRules(config),
    ];
}

function platform({ naming, resourceGroup }: ParsedConfig, stack: string): Finding[] {
    const found = platformRules({ environment: environmentOf(stack), ...naming, resourceGroup });
    return found.map((one) => (one.path.startsWith("resourceGroup") ? one : { ...one, path: `naming.${one.path}` }));
}

function components(config: ParsedConfig): Finding[] {
    const { region: location, network, cluster } = config;
    const facts = networkFacts(network);
    return [
        ...underPath("network", networkRules(network)),
        ...networkUseRules(config),
        ...underPath("cluster", clusterRules(cluster, { location, network: facts })),
        ...nodeRules(config, facts),
        ...underPath("registry", cacheRules(config.registry)),
        ...mirrorUseRules(config, facts),
        ...securityRules(config.security, config),
    ];
}
