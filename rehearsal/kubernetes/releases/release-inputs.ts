import { createHash } from "node:crypto";
import type { CheckRequest, CheckResult } from "../../provider/contract";
import { hasUnknown, isObject, plain, UNKNOWN, type Properties, type Value } from "../../provider/values";
import { objectAt, textAt } from "../fields";
import { findChart, type ChartAddress, type FoundChart } from "./chart-tables";
import { faultsOfValues } from "./chart-values";

/** What the real provider writes for what a program leaves out. */
const DEFAULTS: Properties = {
    allowNullValues: false,
    atomic: false,
    cleanupOnFail: false,
    createNamespace: false,
    dependencyUpdate: false,
    description: "",
    devel: false,
    disableCRDHooks: false,
    disableOpenapiValidation: false,
    disableWebhooks: false,
    forceUpdate: false,
    keyring: "",
    lint: false,
    postrender: "",
    recreatePods: false,
    renderSubchartNotes: false,
    replace: false,
    resetValues: false,
    reuseValues: false,
    skipAwait: false,
    skipCrds: false,
    verify: false,
    waitForJobs: false,
};

/** Seconds that the provider waits for a release, unless it is told otherwise or not to. */
const TIMEOUT_SECONDS = 300;

/** Helm's rule for names (helm.sh/helm/v3/pkg/chartutil/validate_name.go). */
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_NAME = 53;

/** The inputs with a name, a namespace and every default; what depends on the chart only once everything is known. */
export function checkedInputs(request: CheckRequest, defaultNamespace: string): Properties {
    // `compat` is a sign from the SDK to the provider, which does not keep it
    const { compat: _compat, ...given } = withoutNulls(request.news);
    const waits = given["skipAwait"] !== true;
    const inputs: Properties = {
        ...given,
        name: isGiven(given["name"]) ? given["name"] : (plain(request.olds)["name"] ?? autoname(request)),
        namespace: isGiven(given["namespace"]) ? given["namespace"] : defaultNamespace,
        ...(waits && given["timeout"] === undefined ? { timeout: TIMEOUT_SECONDS } : {}),
    };
    if (hasUnknown(inputs)) {
        return inputs;
    }
    const { chart, version, name, namespace, values } = plain(inputs);
    const rendered = JSON.stringify([chart, version, name, namespace, sorted(values ?? {})]);
    return { ...DEFAULTS, ...inputs, checksum: createHash("sha256").update(rendered).digest("hex"), resourceNames: {} };
}

/** What is wrong with the inputs, as far as they are known, and what could not be looked into. */
export function faultsOfRelease(inputs: Properties): { readonly failures: CheckResult["failures"]; readonly notes: readonly string[] } {
    const release = plain(inputs);
    const name = release["name"];
    const failures: { property: string; reason: string }[] = [];
    if (typeof name === "string" && name !== UNKNOWN && (!RELEASE_NAME.test(name) || name.length > LONGEST_NAME)) {
        const reason = `invalid release name, must match regex ${RELEASE_NAME.source} and the length must not be longer than ${LONGEST_NAME}`;
        failures.push({ property: "name", reason });
    }
    const files = release["valueYamlFiles"];
    if (Array.isArray(files) && files.length > 0) {
        failures.push({ property: "valueYamlFiles", reason: "files of values are not read in a rehearsal; give them as values" });
    }
    const address = addressOf(release);
    if (Object.values(address).includes(UNKNOWN) || release["repositoryOpts"] === UNKNOWN) {
        return { failures, notes: [] };
    }
    let chart: FoundChart;
    try {
        chart = findChart(address);
    } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        failures.push({ property: "chart", reason: `${problem}; check the chart name and repository configuration.` });
        return { failures, notes: [] };
    }
    failures.push(...faultsOfValues(objectAt(release, "values"), chart.values).map((reason) => ({ property: "values", reason })));
    const mirror = `chart "${chart.chart}" is taken for a copy of the published one: nobody looked whether its address has it`;
    return { failures, notes: chart.isMirror ? [mirror] : [] };
}

/** Where a release says that its chart is. */
export function addressOf(release: Properties): ChartAddress {
    const repository = textAt(objectAt(release, "repositoryOpts"), "repo");
    return { chart: textAt(release, "chart"), repository, version: textAt(release, "version") };
}

function autoname({ name, randomSeed, proposedName }: CheckRequest): string {
    return proposedName ?? `${name}-${Buffer.from(randomSeed).toString("hex").slice(0, 8)}`;
}

function isGiven(value: Value | undefined): value is Value {
    return value !== undefined && value !== null && value !== "";
}

function withoutNulls(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

/** The order of keys does not change what a chart makes. */
function sorted(value: Value): Value {
    if (Array.isArray(value)) {
        return value.map(sorted);
    }
    return isObject(value)
        ? Object.fromEntries(
              Object.keys(value)
                  .sort()
                  .map((key) => [key, sorted(value[key] ?? null)]),
          )
        : value;
}
