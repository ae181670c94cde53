import { readFileSync } from "node:fs";
import { join } from "node:path";
import { textAt } from "../../azure/request";
import { definitionFrom } from "../../kubernetes/definitions/definition";
import { type ClusterPart, definitionsOfPart } from "../../kubernetes/definitions/installers";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Properties } from "../../provider/values";
import { MADE_FOR, manifestOf } from "../workloads/manifest";

/** An extension that is in a cluster, or being installed. */
export interface StandingExtension {
    /** For example `microsoft.flux`, in lower case. */
    readonly type: string;
    readonly settings: Properties;
}

interface Part {
    readonly name: string;
    readonly requests: Readonly<Record<string, string>>;
    readonly setting?: string;
    readonly default?: boolean;
}

interface Fact {
    readonly namespace: string;
    /** What brings its definitions. */
    readonly part: ClusterPart;
    readonly tolerations: string;
    readonly parts: readonly Part[];
}

const facts = (
    JSON.parse(readFileSync(join(__dirname, "..", "data", "extension-workloads.json"), "utf8")) as { extensions: Record<string, Fact> }
).extensions;

/** Value of the label that tells which extension something was made for. */
export function madeForExtension(type: string): string {
    return `extension.${type}`;
}

/** The namespace and the definitions of an extension, with its label. */
export function extensionObjects({ type }: Pick<StandingExtension, "type">): KubernetesObject[] {
    const fact = facts[type];
    if (fact === undefined) {
        return [];
    }
    const labels = { [MADE_FOR]: madeForExtension(type) };
    return [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: fact.namespace, labels } },
        ...definitionsOfPart(fact.part).map((one) => {
            const definition = definitionFrom(one);
            const metadata = definition["metadata"];
            return { ...definition, metadata: { ...(typeof metadata === "object" ? metadata : {}), labels } };
        }),
    ];
}

/** The deployments of an extension, as its settings say. */
export function extensionWorkloads({ type, settings }: StandingExtension): KubernetesObject[] {
    const fact = facts[type];
    return (fact?.parts ?? [])
        .filter(({ setting, default: otherwise = true }) => (setting === undefined ? true : isOn(textAt(settings, setting), otherwise)))
        .map(({ name, requests }) =>
            manifestOf({
                kind: "Deployment",
                name,
                namespace: fact?.namespace ?? "",
                madeFor: madeForExtension(type),
                image: `mcr.microsoft.com/rehearsed/${name}`,
                requests,
                pod: { tolerations: tolerationsOf(textAt(settings, fact?.tolerations ?? "")) },
            }),
        );
}

function isOn(setting: string | undefined, otherwise: boolean): boolean {
    return setting === undefined ? otherwise : setting === "true";
}

/** Taints in one text, for example `CriticalAddonsOnly=true:NoSchedule`, with commas between them. */
function tolerationsOf(text = ""): Properties[] {
    return text.split(",").flatMap((taint) => {
        const [, key = "", value = "", effect = ""] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(taint.trim()) ?? [];
        return key === "" ? [] : [{ key, operator: "Equal", value, effect }];
    });
}
