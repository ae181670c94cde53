import type * as pulumi from "@pulumi/pulumi";
import type { NameParts } from "./azure-names";
import type { NamingHandle } from "./contracts";

/** A physical name, known as soon as the stack's id is: `physicalName(args.naming, clusterName)`. */
export function physicalName(naming: NamingHandle, make: (parts: NameParts) => string): pulumi.Output<string> {
    return naming.id.apply((id) => make({ prefix: naming.prefix, environment: naming.environment, id }));
}

/** The inputs that every Azure resource of a component shares. */
export interface AzureInputs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Picks them from a component's arguments. */
export function azureInputs<A extends AzureInputs>(args: A): AzureInputs {
    return { resourceGroupName: args.resourceGroupName, location: args.location, ...(args.tags === undefined ? {} : { tags: args.tags }) };
}
