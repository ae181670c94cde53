import type { Properties } from "../../provider/values";
import type { KubernetesObject } from "../object-store";
import type { DefinitionFacts } from "./facts";
import { schemaOfShape } from "./schema";

/** Groups below these names belong to Kubernetes: a definition in them must say who approved it. */
const PROTECTED_GROUP = /\.(k8s|kubernetes)\.io$/;

/** Says that the definition is not the published one, and which release it was made after. */
export const RELEASE_ANNOTATION = "ml-platform.dev/definition-of";
/** `names-only`: the kind is known, its fields are not, and none is refused. */
export const FIELDS_ANNOTATION = "ml-platform.dev/definition-fields";

export interface DefinitionOptions {
    /**
     * Leave the fields out, for a store that does not check them.
     * @default false
     */
    readonly namesOnly?: boolean;
}

/**
 * The CustomResourceDefinition (apiextensions.k8s.io/v1) that facts describe. Every served version has the fields of the stored one; the
 * status takes any field and is a subresource, since the facts say nothing of it.
 */
export function definitionFrom(facts: DefinitionFacts, { namesOnly = false }: DefinitionOptions = {}): KubernetesObject {
    const { name, group, plural, kind, shortNames, scope, versions, storage } = facts;
    const schema = schemaOf(facts, namesOnly);
    const isChecked = !namesOnly && facts.fields !== undefined;
    return {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: {
            name,
            annotations: {
                [RELEASE_ANNOTATION]: facts.release,
                ...(isChecked ? {} : { [FIELDS_ANNOTATION]: "names-only" }),
                ...(PROTECTED_GROUP.test(group) ? { "api-approved.kubernetes.io": "unapproved, made for a rehearsal" } : {}),
            },
        },
        spec: {
            group,
            names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames: [...shortNames] },
            scope,
            versions: versions.map((version) => ({
                name: version,
                served: true,
                storage: version === storage,
                schema: { openAPIV3Schema: schema },
                subresources: { status: {} },
            })),
        },
    };
}

function schemaOf({ fields, rules, shapes }: DefinitionFacts, namesOnly: boolean): Properties {
    if (namesOnly || fields === undefined) {
        return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    }
    const known = { ...fields, status: { type: "object", open: true } };
    const { properties, ...schema } = schemaOfShape({ fields: known, rules }, shapes);
    const typed = { apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { type: "object" } };
    return { ...schema, properties: { ...typed, ...(properties as Properties) } };
}
