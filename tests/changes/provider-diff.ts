import { changesOf, diffOf } from "../../rehearsal/azure/schema/diff";
import { formatPath, liesWithin, parsePath, type PathStep } from "../../rehearsal/azure/schema/paths";
import { isSimulated, tableOf } from "../../rehearsal/azure/schema/tables";
import { replacingProperties } from "../../rehearsal/kubernetes/replacement";
import { differences, isWithin } from "../../rehearsal/provider/difference";
import type { Properties } from "../../rehearsal/provider/values";
import type { Registration } from "../support/mocks";
import { inputsWithSecrets } from "../support/recorded-inputs";

/** What one property of one resource meets when a configuration changes. */
export interface PropertyChange {
    readonly path: string;
    /** `ignored`: nothing happens to a resource that stands. `refused`: an update is sent, and Azure refuses it. */
    readonly outcome: "updated" | "replaces" | "ignored" | "refused";
}

const isAzure = (type: string): boolean => type.startsWith("azure-native:") && isSimulated(type);

/** Values that are drawn or made once: any other input makes another one. Of certificates only the time of their renewal changes in place. */
export const isDrawn = (type: string): boolean => /^(random|tls):/.test(type);

/** An object of a cluster; a Helm release is none. */
const isObject = ({ type, inputs }: Registration): boolean =>
    type.startsWith("kubernetes:") && typeof inputs["apiVersion"] === "string" && typeof inputs["kind"] === "string";

/** What the provider of a resource makes of other inputs. */
export function changesIn(old: Registration, now: Registration): PropertyChange[] {
    if (isAzure(now.type)) {
        return azureChanges(old, now);
    }
    return isObject(now) ? objectChanges(old, now) : otherChanges(old, now);
}

function azureChanges(old: Registration, now: Registration): PropertyChange[] {
    const table = tableOf(now.type);
    const [before, after] = [old.inputs as Properties, now.inputs as Properties];
    const { changes } = diffOf(table, before, after, []);
    return changesOf(table, before, after).map(({ path, nodes }) => {
        const shown = formatPath(path);
        if (within(path, now.options.ignoreChanges)) {
            return { path: shown, outcome: "ignored" };
        }
        const replaces = changes[shown]?.replace === true || within(path, now.options.replaceOnChanges);
        const fixed = nodes.some((node) => node.fixed !== undefined);
        return { path: shown, outcome: replaces ? "replaces" : fixed ? "refused" : "updated" };
    });
}

function objectChanges(old: Registration, now: Registration): PropertyChange[] {
    const replacing = replacedBy(now);
    const { ignoreChanges = [] } = now.options;
    const [before, after] = [old, now].map((one) => inputsWithSecrets(one) as Properties);
    return Object.keys(differences(before ?? {}, after ?? {})).map((path) => {
        const outcome = isWithin(path, ignoreChanges) ? "ignored" : isWithin(path, replacing) ? "replaces" : "updated";
        return { path, outcome };
    });
}

function otherChanges(old: Registration, now: Registration): PropertyChange[] {
    const [before = {}, after = {}] = [old, now].map(inputsWithSecrets);
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((path) => JSON.stringify(before[path]) !== JSON.stringify(after[path]))
        .map((path) => ({ path, outcome: isDrawn(now.type) ? "replaces" : "updated" }));
}

/** Properties by which the Kubernetes provider replaces an object, as `stacks/providers.ts` configures it: data is changed in place. */
function replacedBy({ inputs }: Registration): readonly string[] {
    return replacingProperties(String(inputs["apiVersion"]), String(inputs["kind"]), inputs["immutable"] !== true);
}

/** Whether another resource gets the value of an input only after the change, and whether that makes this one anew. */
export function replacesWhenUnknown(resource: Registration, property: string): boolean {
    const { type, options } = resource;
    if (within([property], options.ignoreChanges)) {
        return false;
    }
    const byTable = isAzure(type) && tableOf(type).root.children.get(property)?.replaces !== undefined;
    // A whole `spec` that is unknown may have another selector.
    const byKind = isObject(resource) && replacedBy(resource).some((path) => isWithin(path, [property]));
    return byTable || byKind || isDrawn(type) || within([property], options.replaceOnChanges);
}

/** What becomes of a property that takes a value which is another one after the change. */
export function withOtherValue(resource: Registration, property: string): PropertyChange["outcome"] {
    if (within([property], resource.options.ignoreChanges)) {
        return "ignored";
    }
    const replaces = isObject(resource) ? isWithin(property, replacedBy(resource)) : replacesWhenUnknown(resource, property);
    return replaces ? "replaces" : "updated";
}

export function within(path: readonly PathStep[], prefixes: readonly string[] = []): boolean {
    return prefixes.some((prefix) => liesWithin(path, parsePath(prefix)));
}
