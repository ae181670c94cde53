import { findingsOf, type Finding, type RuleTable } from "./findings";
import { isHostName } from "./host-name";
import { type MirrorSpec, mirrorHost } from "./mirror";

/** What must hold of a mirror of charts and images. */
export const MIRROR_RULES = {
    "mirror/images": {
        severity: "error",
        reason: "Images are named by registry and path. A scheme, a tag or a slash at the end would end up in the middle of every image's name.",
        fix: "Write host and path in lower case, for example contoso.azurecr.io/mirror.",
    },
    "mirror/charts": {
        severity: "error",
        reason: "Helm fetches charts from an OCI registry (oci://) or from a repository (https://), and tells them apart by the scheme.",
        fix: "Write for example oci://contoso.azurecr.io/charts.",
    },
    "mirror/with-password": {
        severity: "error",
        reason: "`imageRegistries` puts passwords into the platform's own namespace only. Charts run in others, where nobody hands one out: their pods would wait for images for ever.",
        fix: "Mirror into an Azure registry, from which nodes pull with their own identity, or into one that lets the nodes pull without a password.",
    },
    "mirror/routed-egress": {
        severity: "warning",
        reason: "With user-defined routing all traffic of the nodes leaves through a firewall of yours. What it does not let pass is not pulled, and the pods wait for their images for ever.",
        fix: "Let the firewall pass the publishers' registries and the hosts that they redirect to, or set `mirror.images`.",
    },
} as const satisfies RuleTable;

export const mirrorFinding = findingsOf(MIRROR_RULES);

const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/;

/** Whether the addresses are ones; paths begin in the mirror. */
export function mirrorRules({ images, charts }: MirrorSpec): Finding[] {
    const found: Finding[] = [];
    if (images !== undefined && !isRegistryPath(images)) {
        const message = "not a registry with a path, in lower case and without scheme, tag or slash at the end";
        found.push(mirrorFinding("mirror/images", "images", images, message, "write for example contoso.azurecr.io/mirror"));
    }
    if (charts !== undefined && !isChartAddress(charts)) {
        const message = "not an address that Helm fetches charts from";
        found.push(mirrorFinding("mirror/charts", "charts", charts, message, "write for example oci://contoso.azurecr.io/charts"));
    }
    return found;
}

function isRegistryPath(text: string): boolean {
    const host = mirrorHost(text);
    const path = text.slice(host.length + 1);
    return isRegistryHost(host) && (path === "" ? text === host : PATH.test(path));
}

function isChartAddress(text: string): boolean {
    const [, rest] = /^(?:oci|https):\/\/(.+?)\/?$/.exec(text) ?? [];
    return rest !== undefined && isRegistryPath(rest);
}

function isRegistryHost(text: string): boolean {
    const [, host = ""] = /^([^:]*)(?::\d{1,5})?$/.exec(text) ?? [];
    return isHostName(host);
}
