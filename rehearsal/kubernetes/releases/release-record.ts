import { isObject, plain, secret, type Properties } from "../../provider/values";
import { withSecrets } from "../checkpoint";
import { objectAt, textAt } from "../fields";
import type { KubernetesObject, ObjectReference } from "../object-store";
import { findChart } from "./chart-tables";
import { addressOf, checkedInputs } from "./release-inputs";
import { RELEASE_KIND } from "./release-secrets";

/** The kind under which a release stands in a cluster. */
export const RELEASE_RECORD = RELEASE_KIND;

export function referenceTo(release: Properties): ObjectReference {
    return { ...RELEASE_RECORD, namespace: textAt(release, "namespace"), name: textAt(release, "name") };
}

/** What Helm keeps of a release. The values are one text, so that an upgrade leaves none of the old ones, as Helm does. */
export function recordOf(release: Properties, revision: number, status: "deployed" | "failed" = "deployed"): KubernetesObject {
    const { chart, version, appVersion } = findChart(addressOf(release));
    return {
        ...RELEASE_RECORD,
        metadata: { name: textAt(release, "name"), namespace: textAt(release, "namespace") },
        spec: { revision, status, chart, version, appVersion, values: JSON.stringify(objectAt(release, "values")) },
    };
}

/** The state as the real provider keeps it: the inputs and the status at the top, the inputs again, all of them secret, under `__inputs`. */
export function releaseState(inputs: Properties, record: KubernetesObject): Properties {
    const { revision = null, status = null, appVersion = null } = objectAt(record, "spec");
    const { chart, version } = storedChart(record);
    const { name = null, namespace = null } = objectAt(record, "metadata");
    return {
        ...withSecrets(plain(inputs), inputs),
        status: { appVersion, chart, name, namespace, revision, status, version },
        __inputs: secret(inputs),
    };
}

export function revisionOf(record: KubernetesObject): number {
    const { revision } = objectAt(record, "spec");
    return typeof revision === "number" ? revision : 0;
}

export function storedChart(record: KubernetesObject): { readonly chart: string; readonly version: string } {
    const spec = objectAt(record, "spec");
    return { chart: textAt(spec, "chart"), version: textAt(spec, "version") };
}

export function storedValues(record: KubernetesObject): Properties {
    const values: unknown = JSON.parse(textAt(objectAt(record, "spec"), "values") || "{}");
    return isObject(values) ? values : {};
}

/** The inputs of a release that Pulumi did not make. Helm does not record where a chart came from. */
export function importedRelease(record: KubernetesObject): Properties {
    const { name = "", namespace = "" } = objectAt(record, "metadata");
    const news: Properties = { ...storedChart(record), name, namespace, values: storedValues(record) };
    return checkedInputs({ urn: "", type: "", name: "", olds: {}, news, randomSeed: new Uint8Array() }, "default");
}

/** Values as the real provider reads them: what stands over what was known, so that a key which only the known ones have stays. */
export function merged(known: Properties, live: Properties): Properties {
    const result = { ...known };
    for (const [key, value] of Object.entries(live)) {
        const old = result[key];
        result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
    }
    return result;
}
