import type { NetworkFacts } from "../../../components/core/contracts";
import { type Finding, underPath } from "../../../components/core/findings";
import { mirrorHost } from "../../../components/core/mirror";
import { mirrorFinding, mirrorRules } from "../../../components/core/mirror-rules";
import type { ParsedConfig } from "../schema";

/** Whether the mirror is one, nodes are let in, and there is one where the publishers may not be reached. */
export function mirrorUseRules(config: ParsedConfig, { outboundType }: NetworkFacts): Finding[] {
    const { gpuPools, gpuSoftware, imageRegistries, layer, mirror } = config;
    const found = underPath("mirror", mirrorRules(mirror));
    if (gpuSoftware.kind === "none" || Object.keys(gpuPools).length === 0 || layer === "azure") {
        return found;
    }
    const { images } = mirror;
    if (images === undefined) {
        return outboundType === "userDefinedRouting" ? [...found, routed(gpuSoftware.kind)] : found;
    }
    const guarded = Object.values(imageRegistries).some(({ server }) => server === mirrorHost(images));
    const message = "imageRegistries has a password for this registry, which pods of charts do not get";
    const fix = "mirror into an Azure registry, or into one that nodes pull from without a password";
    return guarded ? [...found, mirrorFinding("mirror/with-password", "mirror.images", images, message, fix)] : found;
}

function routed(kind: string): Finding {
    const message = "nodes pull its images from nvcr.io and registry.k8s.io, through whatever the network's routes lead to";
    const fix = "let your firewall pass these hosts and where they redirect to, or set mirror.images to a registry with copies";
    return mirrorFinding("mirror/routed-egress", "gpuSoftware.kind", kind, message, fix);
}
