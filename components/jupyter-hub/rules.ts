import { type Finding, findingsOf, joinPath, keyStep, underPath } from "../core/findings";
import { letsEveryoneIn, parseSourceRange } from "../core/source-ranges";
import { JUPYTER_HUB_RULES } from "./rule-table";
import { type HubProfileSpec, type HubSshSpec, type JupyterHubSpec, PROFILE_NAME_PATTERN } from "./spec";

export { JUPYTER_HUB_RULES } from "./rule-table";
export { JUPYTER_HUB_DEFAULTS, type JupyterHubSpec, PROFILE_NAME_PATTERN } from "./spec";

const finding = findingsOf(JUPYTER_HUB_RULES);

/** What the hub needs of the rest. */
export interface JupyterHubContext {
    readonly isGpuPool: (name: string) => boolean;
    readonly hasPrivateEndpointSubnet: boolean;
}

export function jupyterHubRules({ profiles, storage, culling, ssh }: JupyterHubSpec, context: JupyterHubContext): Finding[] {
    const found = [...profileRules(profiles, context), ...sshRules(ssh)];
    if (storage.protocol === "nfs" && !context.hasPrivateEndpointSubnet) {
        const message = "an NFS share is reached by a private endpoint only, and the network has no subnet for it";
        const fix = "set network.subnets.privateEndpoints, or use smb";
        found.push(finding("jupyter-hub/files-private-endpoint", "storage.protocol", storage.protocol, message, fix));
    }
    if (culling.kind === "none" && Object.values(profiles).some(({ gpus = 0 }) => gpus > 0)) {
        const message = "a GPU server that somebody forgot keeps its node running";
        found.push(finding("jupyter-hub/culling-off", "culling.kind", culling.kind, message, "use idle with gpuAfterMinutes"));
    }
    return found;
}

function profileRules(profiles: Readonly<Record<string, HubProfileSpec>>, { isGpuPool }: JupyterHubContext): Finding[] {
    const named = Object.entries(profiles);
    if (named.length === 0) {
        return [finding("jupyter-hub/no-profile", "profiles", undefined, "without a profile nobody can start anything", "add one")];
    }
    const first = named.find(([, profile]) => profile.default === true)?.[0];
    return named.flatMap(([name, profile]) => {
        const found: Finding[] = [];
        if (!PROFILE_NAME_PATTERN.test(name)) {
            const message = "a profile's name has 1 to 32 lower-case letters, digits and dashes, the first a letter and the last no dash";
            found.push(finding("jupyter-hub/profile-name", "", name, message, "call it for example gpu-t4"));
        }
        if (profile.default === true && name !== first) {
            const message = `${first ?? ""} is the default already`;
            found.push(finding("jupyter-hub/default-profiles", "default", true, message, "set it on one profile only"));
        }
        if ((profile.gpus ?? 0) === 0 && isGpuPool(profile.pool)) {
            const message = "a GPU pool for servers without GPUs";
            found.push(
                finding("jupyter-hub/gpu-node-without-gpu", "pool", profile.pool, message, "use a pool of `pools`, or ask for a GPU"),
            );
        }
        return underPath(joinPath("profiles", keyStep(name)), found);
    });
}

function sshRules(ssh: HubSshSpec): Finding[] {
    if (ssh.kind === "none") {
        return [];
    }
    const { allowedRanges = [] } = ssh;
    const message = "jupyterhub-ssh has had no change since September 2023";
    const found = [finding("jupyter-hub/ssh-unmaintained", "ssh.kind", ssh.kind, message, "keep SSH to those who need it")];
    for (const [index, range] of allowedRanges.entries()) {
        if (parseSourceRange(range) === undefined) {
            const wrong = "not an IPv4 range in CIDR form, nor an address";
            found.push(
                finding("jupyter-hub/ssh-range-syntax", `ssh.allowedRanges[${index}]`, range, wrong, "write for example 198.51.100.0/24"),
            );
        }
    }
    if (ssh.exposure === "public" && letsEveryoneIn(allowedRanges)) {
        const open = "everyone on the internet reaches the SSH port";
        found.push(
            finding("jupyter-hub/ssh-open-to-everyone", "ssh.allowedRanges", allowedRanges, open, "list the ranges that may connect"),
        );
    }
    return found;
}
