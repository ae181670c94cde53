import type { RuleTable } from "../core/findings";

/** What must hold of JupyterHub. */
export const JUPYTER_HUB_RULES = {
    "jupyter-hub/no-profile": {
        severity: "error",
        reason: "A profile says which image runs on which pool; without one nobody can start anything.",
        fix: "Add a profile.",
    },
    "jupyter-hub/profile-name": {
        severity: "error",
        reason: "The name is part of the address that starts the profile, and of labels of its pods.",
        fix: "Use 1 to 32 lower-case letters, digits and dashes, the first a letter and the last no dash.",
    },
    "jupyter-hub/default-profiles": {
        severity: "error",
        reason: "Only one profile can be chosen beforehand; the hub refuses to start with two.",
        fix: "Set `default` on one profile only.",
    },
    "jupyter-hub/gpu-node-without-gpu": {
        severity: "warning",
        reason: "A server without GPUs on a GPU node keeps the node running, at many times the price of a CPU node.",
        fix: "Use a pool of `pools`, or ask for a GPU.",
    },
    "jupyter-hub/culling-off": {
        severity: "warning",
        reason: "A GPU server that somebody forgot keeps its node running: a T4 costs about 380 USD a month, an A100 about 2,700.",
        fix: "Set `culling` to idle; `gpuAfterMinutes` is for GPU servers alone.",
    },
    "jupyter-hub/files-private-endpoint": {
        severity: "error",
        reason: "NFS shares have no sign-in, so Azure lets them be reached from private networks only, through a private endpoint in a subnet of its own.",
        fix: "Set `network.subnets.privateEndpoints`, or use smb.",
    },
    "jupyter-hub/ssh-range-syntax": {
        severity: "error",
        reason: "The load balancer takes IPv4 ranges without host bits.",
        fix: "Write a range such as 198.51.100.0/24, or one address.",
    },
    "jupyter-hub/ssh-open-to-everyone": {
        severity: "warning",
        reason: "A public SSH port without a list of ranges is tried by robots all day, on a server that nobody has maintained since 2023.",
        fix: "List `allowedRanges`, or set `exposure` to internal.",
    },
    "jupyter-hub/ssh-unmaintained": {
        severity: "warning",
        reason: "jupyterhub-ssh has had no change since September 2023: faults in it stay.",
        fix: "Prefer the terminal in the browser, and keep SSH to those who need it.",
    },
} as const satisfies RuleTable;
