import { readFileSync } from "node:fs";
import { join } from "node:path";
import { at, textAt } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import { merged } from "../../kubernetes/releases/release-record";
import { isObject, type Properties, type Value } from "../../provider/values";
import { manifestOf } from "./manifest";

/** A Helm release that stands in a cluster. */
export interface StandingRelease {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly values: Properties;
}

/** A workload of a chart, in the form of `data/chart-workloads.json`. */
interface Fact {
    readonly name: string;
    readonly kind: "DaemonSet" | "Deployment";
    readonly image: string;
    readonly requests: Properties;
    readonly values: Readonly<Record<string, string>>;
    readonly defaults: Properties;
    readonly nodeSelector?: Properties;
    readonly when: readonly { readonly path: string; readonly is: boolean; readonly default: boolean }[];
    readonly after?: string;
}

const charts = (
    JSON.parse(readFileSync(join(__dirname, "..", "data", "chart-workloads.json"), "utf8")) as { charts: Record<string, Fact[]> }
).charts;

/** Value of the label that tells which release something was made for. */
export function madeForRelease({ namespace, name }: Pick<StandingRelease, "namespace" | "name">): string {
    return `${namespace}.${name}`;
}

/**
 * The daemon sets and deployments of a release whose chart is not rendered, as far as they matter to nodes.
 *
 * @param runs whether a workload of the release has a running pod: what an operator makes is not there before the operator is
 */
export function chartWorkloads(release: StandingRelease, runs: (workload: string) => boolean): KubernetesObject[] {
    return (charts[release.chart] ?? [])
        .filter(({ when }) => when.every(({ path, is, default: otherwise }) => (given(release, path) ?? otherwise) === is))
        .filter(({ after }) => after === undefined || runs(workloadName(release, after)))
        .map((fact) => {
            const pod: Properties = {};
            for (const key of ["tolerations", "affinity", "nodeSelector"]) {
                const value = decided(release, fact, key);
                if (value !== undefined) {
                    pod[key] = value;
                }
            }
            if (fact.nodeSelector !== undefined) {
                pod["nodeSelector"] = { ...(isObject(pod["nodeSelector"]) ? pod["nodeSelector"] : {}), ...fact.nodeSelector };
            }
            const resources = decided(release, fact, "resources");
            const requests = at(resources, "requests") ?? at(resources, "limits");
            return manifestOf({
                kind: fact.kind,
                name: workloadName(release, fact.name),
                namespace: release.namespace,
                madeFor: madeForRelease(release),
                image: fact.image,
                requests: isObject(requests) ? requests : fact.requests,
                pod,
            });
        });
}

/** Names as Helm charts make them of the release's. */
function workloadName({ name, chart }: Pick<StandingRelease, "name" | "chart">, pattern: string): string {
    const fullName = name.includes(chart) ? name : `${name}-${chart}`;
    return pattern.replace("{release}", name).replace("{fullname}", fullName);
}

function given({ values }: StandingRelease, path: string): Value | undefined {
    return at(values, ...path.split("."));
}

/** What the release says over what the chart says: maps key by key, everything else whole; null takes the chart's away. */
function decided(release: StandingRelease, fact: Fact, key: string): Value | undefined {
    const path = fact.values[key];
    const value = path === undefined ? undefined : given(release, path);
    const otherwise = fact.defaults[key];
    if (value === null) {
        return undefined;
    }
    return isObject(value) && isObject(otherwise) ? merged(otherwise, value) : (value ?? otherwise);
}

/** The text of the release's configurations for NVIDIA's device plugin, and the one of nodes that name none. */
export function pluginConfigs(release: StandingRelease): { readonly configs: Record<string, string>; readonly defaultConfig: string } {
    const isOperator = release.chart === "gpu-operator";
    const where = isOperator ? "devicePlugin.config" : "config";
    const map = given(release, `${where}.${isOperator ? "data" : "map"}`);
    const configs = Object.fromEntries(
        Object.entries(isObject(map) ? map : {}).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
    );
    return { configs, defaultConfig: textAt(given(release, where), "default") ?? "" };
}

/** How a release wants split GPUs offered; undefined where its chart decides: whole GPUs only, or `single` with the operator. */
export function migStrategyOf(release: StandingRelease): "none" | "single" | "mixed" {
    const said = given(release, release.chart === "gpu-operator" ? "mig.strategy" : "migStrategy");
    return said === "single" || said === "mixed" || said === "none" ? said : release.chart === "gpu-operator" ? "single" : "none";
}
