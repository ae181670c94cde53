import { nextStatus, type RelatedReference, type StatusStep } from "../../../rehearsal/kubernetes/definitions/status/next-status";
import { resourcePath, scriptOf, type StatusScript } from "../../../rehearsal/kubernetes/definitions/status/scripts";
import type { Properties, Value } from "../../../rehearsal/provider/values";

export const CREATED = "2026-11-21T10:00:00Z";
export const later = (seconds: number): Date => new Date(Date.parse(CREATED) + seconds * 1000);

export function object(apiVersion: string, kind: string, name: string, rest: Properties = {}): Properties {
    const { metadata = {}, ...content } = rest;
    const own = { name, namespace: "team", uid: `uid-of-${name}`, generation: 1, creationTimestamp: CREATED, ...(metadata as Properties) };
    return { apiVersion, kind, ...content, metadata: own };
}

export function step(of: Properties, seconds: number, related: Readonly<Record<string, Properties>> = {}, isHeld = false): StatusStep {
    const find = ({ resource, namespace, name }: RelatedReference) => related[resourcePath(resource, namespace, name)];
    return nextStatus(script(of), of, later(seconds), find, isHeld);
}

export function script(of: Properties): StatusScript {
    const found = scriptOf(of);
    if (found === undefined) {
        throw new Error(`no script of ${JSON.stringify(of)}`);
    }
    return found;
}

/** The conditions as `<type> <status> <reason>`, and what they say. */
export function conditions(status: Properties | undefined): string[] {
    const list = (status?.["conditions"] ?? []) as Properties[];
    const word = (value: Value | undefined): string => (typeof value === "string" ? value : "");
    return list.map(({ type, status: state, reason, message }) => [type, state, reason, message].map(word).filter(Boolean).join(" "));
}

/** An object after a step. */
export function after(of: Properties, { status = {} }: StatusStep): Properties {
    return { ...of, status: { ...((of["status"] ?? {}) as Properties), ...status } };
}

/** What others see of an object that is ready. */
export const READY = { status: { conditions: [{ type: "Ready", status: "True" }] } };
