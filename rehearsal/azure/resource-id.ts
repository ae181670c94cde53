import type { Properties, Value } from "../provider/values";
import { plain } from "../provider/values";
import type { TypeTable } from "./schema/tables";

const SCOPES: ReadonlySet<string> = new Set(["scope", "resourceUri"]);

/**
 * The ARM id that a resource with these inputs has or will have.
 * @throws Error when an input that the id needs is missing
 */
export function idFrom(table: TypeTable, inputs: Properties, subscriptionId: string): string {
    return table.id.replace(/\{(\w+)\}/g, (_, parameter: string) => {
        if (parameter === "subscriptionId") {
            return subscriptionId;
        }
        const value: Value | undefined = plain(inputs[parameter] ?? null);
        if (typeof value !== "string" || value === "") {
            throw new Error(`${table.type}: the resource id needs '${parameter}', which is ${value === null ? "missing" : "not a string"}`);
        }
        return SCOPES.has(parameter) ? value.replace(/^\/+|\/+$/g, "") : value;
    });
}

/** The inputs that an id is made of; undefined when the id is not one of this type. */
export function pathParametersOf(table: TypeTable, id: string): Record<string, string> | undefined {
    const names: string[] = [];
    const pattern = table.id.replace(/[.()]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name: string) => {
        names.push(name);
        return SCOPES.has(name) ? "(.+)" : "([^/]+)";
    });
    const match = new RegExp(`^${pattern}$`, "i").exec(id);
    if (match === null) {
        return undefined;
    }
    const parameters = names.map((name, index): [string, string] => [name, (SCOPES.has(name) ? "/" : "") + (match[index + 1] ?? "")]);
    return Object.fromEntries(parameters.filter(([name]) => name !== "subscriptionId"));
}

export function subscriptionOf(id: string): string | undefined {
    return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}

/** Id of the resource group that an id lies in. */
export function resourceGroupIdOf(id: string): string | undefined {
    return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
}

/** Id of the resource that a child resource belongs to: `…/virtualNetworks/v/subnets/s` -> `…/virtualNetworks/v`. */
export function parentIdOf(id: string): string | undefined {
    const provider = /^(.*\/providers\/)([^/]+)\/(.+)$/i.exec(id);
    const segments = provider?.[3]?.split("/") ?? [];
    if (provider === null || segments.length < 4) {
        return undefined;
    }
    return `${provider[1] ?? ""}${provider[2] ?? ""}/${segments.slice(0, -2).join("/")}`;
}

export function nameIn(id: string): string {
    return id.slice(id.lastIndexOf("/") + 1);
}

/** ARM compares ids without case. */
export function sameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** Whether `id` is `scope` or lies below it. */
export function isWithin(id: string, scope: string): boolean {
    const prefix = scope.toLowerCase().replace(/\/+$/, "");
    return id.toLowerCase() === prefix || id.toLowerCase().startsWith(`${prefix}/`);
}
