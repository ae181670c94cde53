import type { CheckRequest } from "../provider/contract";
import { hasUnknown, isObject, isSecret, plain, secret, type Properties, type Value } from "../provider/values";
import { objectAt, textAt } from "./fields";

export const AUTONAMED = "pulumi.com/autonamed";

/** Whether Pulumi chose the name, so that a replacement can get another one. */
export function isAutonamed(object: Properties): boolean {
    return objectAt(objectAt(object, "metadata"), "annotations")[AUTONAMED] === "true";
}

/**
 * The inputs with apiVersion, kind, a name and, where the kind has one, a namespace. A name that Pulumi chose before is kept.
 *
 * @param defaultNamespace undefined for a kind without namespaces
 */
export function completeInputs(request: CheckRequest, defaultNamespace: string | undefined, managedByLabel: boolean): Properties {
    const { apiVersion, kind } = typeOf(request.type);
    const inputs: Properties = { apiVersion, kind, ...request.news };
    const metadata = inputs["metadata"] ?? {};
    if (hasUnknown(metadata) && !isObject(metadata)) {
        return inputs;
    }
    const bare = isSecret(metadata) && isObject(metadata) ? metadata["value"] : metadata;
    if (!isObject(bare)) {
        return inputs;
    }
    const named = withLabel(withNamespace(withName(bare, request), defaultNamespace), managedByLabel);
    return { ...inputs, metadata: bare === metadata ? named : secret(named) };
}

/** `kubernetes:apps/v1:Deployment` has apiVersion `apps/v1`, `kubernetes:core/v1:Secret` has `v1`. */
export function typeOf(type: string): { readonly apiVersion: string; readonly kind: string } {
    const [, apiVersion = "", kind = ""] = type.split(":");
    return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

function withName(metadata: Properties, request: CheckRequest): Properties {
    if (isGiven(metadata["name"]) || isGiven(metadata["generateName"])) {
        return metadata;
    }
    const olds = plain(request.olds);
    const old = isAutonamed(olds) ? textAt(objectAt(olds, "metadata"), "name") : "";
    const suffix = Buffer.from(request.randomSeed).toString("hex").slice(0, 8);
    const name = old || (request.proposedName ?? `${request.name}-${suffix}`);
    const annotations = metadata["annotations"] ?? {};
    return { ...metadata, name, annotations: isObject(annotations) ? { ...annotations, [AUTONAMED]: "true" } : annotations };
}

function isGiven(value: Value | undefined): boolean {
    return value !== undefined && value !== null && value !== "";
}

function withNamespace(metadata: Properties, defaultNamespace: string | undefined): Properties {
    return defaultNamespace === undefined || isGiven(metadata["namespace"]) ? metadata : { ...metadata, namespace: defaultNamespace };
}

/** Only without server-side apply: with it the field manager says who made what. */
function withLabel(metadata: Properties, wanted: boolean): Properties {
    const labels = metadata["labels"] ?? {};
    return wanted && isObject(labels) ? { ...metadata, labels: { ...labels, "app.kubernetes.io/managed-by": "pulumi" } } : metadata;
}
