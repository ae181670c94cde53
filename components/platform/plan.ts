import type * as pulumi from "@pulumi/pulumi";

/**
 * Whether an alias is one that azure-native adds for an older API version or an older home of the same type: nothing but a type,
 * of azure-native, with the resource's own type name.
 */
export function isGeneratedAlias(alias: unknown, resourceType: string): boolean {
    if (typeof alias !== "object" || alias === null || !("type" in alias) || Object.keys(alias).length !== 1) {
        return false;
    }
    const { type } = alias;
    const name = resourceType.slice(resourceType.lastIndexOf(":"));
    return typeof type === "string" && type.endsWith(name) && (type.startsWith("azure-native:") || type.startsWith("azure-nextgen:"));
}

/**
 * Drops the aliases that azure-native puts on each resource for older API versions (113 on a cluster), and keeps the program's own.
 * They cost about 20 ms and 4 MiB per resource on every preview, and only a stack that once held those older types needs them.
 */
export const dropGeneratedAliases: pulumi.ResourceTransformation = ({ type, props, opts }) => {
    if (!type.startsWith("azure-native:") || !("aliases" in opts) || !Array.isArray(opts.aliases)) {
        return undefined;
    }
    return { props, opts: { ...opts, aliases: opts.aliases.filter((alias) => !isGeneratedAlias(alias, type)) } };
};
