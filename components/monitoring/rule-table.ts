import type { RuleTable } from "../core/findings";

/** What must hold of monitoring. */
export const MONITORING_RULES = {
    "monitoring/energy-without-gpu": {
        severity: "warning",
        reason: "Azure passes on no power meter of its processors, so only GPUs can be measured.",
        fix: "Add GPU pools, or set `energy` to none.",
    },
    "monitoring/kepler-cpu": {
        severity: "warning",
        reason: "Kepler reads the processor's RAPL meter, which no Azure machine shows: its numbers for CPU and memory stay empty, and only its experimental GPU part works.",
        fix: "Use dcgm, which measures each GPU by pod without privileged pods.",
    },
    "monitoring/grafana-ingress": {
        severity: "error",
        reason: "Grafana at a host name needs the platform's way in.",
        fix: "Set `ingress`, or `monitoring.grafana` to cluster.",
    },
    "monitoring/grafana-sign-in": {
        severity: "error",
        reason: "Dashboards show who runs what. Nothing of the platform is reached from outside without a sign-in.",
        fix: "Set `sso`, or `monitoring.grafana` to cluster.",
    },
} as const satisfies RuleTable;
