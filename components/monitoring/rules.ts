import { type Finding, findingsOf } from "../core/findings";
import { MONITORING_RULES } from "./rule-table";
import { MONITORING_DEFAULTS, type MonitoringSpec } from "./spec";

export { MONITORING_RULES } from "./rule-table";
export { MONITORING_DEFAULTS, type MonitoringSpec } from "./spec";

const finding = findingsOf(MONITORING_RULES);

/** What monitoring needs of the rest. */
export interface MonitoringContext {
    readonly hasGpus: boolean;
    readonly hasIngress: boolean;
    readonly hasSignIn: boolean;
}

export function monitoringRules(monitoring: MonitoringSpec, { hasGpus, hasIngress, hasSignIn }: MonitoringContext): Finding[] {
    if (monitoring.kind === "none") {
        return [];
    }
    const { grafana = MONITORING_DEFAULTS.grafana, energy = { kind: "none" } } = monitoring;
    const found: Finding[] = [];
    if (grafana === "ingress" && !hasIngress) {
        const message = "there is no ingress that Grafana could be reached through";
        found.push(finding("monitoring/grafana-ingress", "grafana", grafana, message, 'set ingress, or "cluster" here'));
    }
    if (grafana === "ingress" && !hasSignIn) {
        const message = "nothing of the platform is reached from outside without a sign-in, and sso is none";
        found.push(finding("monitoring/grafana-sign-in", "grafana", grafana, message, 'set sso, or "cluster" here'));
    }
    if (energy.kind !== "none" && !hasGpus) {
        const message = "there is no GPU pool, and Azure shows no other power meter";
        found.push(finding("monitoring/energy-without-gpu", "energy.kind", energy.kind, message, "add GPU pools, or use none"));
    }
    if (energy.kind === "kepler") {
        const message = "on Azure machines Kepler measures GPUs only: they show no RAPL meter";
        found.push(finding("monitoring/kepler-cpu", "energy.kind", energy.kind, message, "use dcgm unless you need GPU power by process"));
    }
    return found;
}
