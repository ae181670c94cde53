import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ArgErrors } from "../core/arg-errors";
import { ID_LENGTH, resourceGroupName } from "../core/azure-names";
import type { NamingHandle } from "../core/contracts";
import { onceMade } from "../core/lifetime";
import { typeToken } from "../core/token";
import { dropGeneratedAliases } from "./plan";
import { platformRules } from "./rules";
import type { PlatformNameSpec, ResourceGroupSpec } from "./spec";

export interface PlatformArgs extends PlatformNameSpec {
    /** Azure region, for example `eastus`. */
    readonly location: string;
    readonly resourceGroup: ResourceGroupSpec;
    /**
     * Keep the aliases that the SDK adds for older API versions. For a stack adopted from another program, and for the first `up`
     * after a new major version of azure-native.
     * @default false
     */
    readonly keepSdkAliases?: boolean;
    /**
     * Refuse to delete the resource group, where it is the stack's own.
     * @default false
     */
    readonly protect?: boolean;
    /**
     * Tags of the resource group, where it is the stack's own.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The root of a stack: everything else is its child.
 *
 * Makes the id that keeps this stack's names apart from any other's, once, and the resource group, or looks up an existing one,
 * which it then never changes. Costs nothing.
 *
 * @throws pulumi.InputPropertiesError when the prefix, the environment or a group's name cannot be used in names.
 * @example
 * const platform = new Platform("platform", { prefix: "mlp", environment: "dev", location: "eastus", resourceGroup: { kind: "create" } });
 */
export class Platform extends pulumi.ComponentResource {
    /** What physical names are made of. */
    public readonly naming: NamingHandle;
    /** The eight characters that are this stack's own. */
    public readonly id: pulumi.Output<string>;
    public readonly resourceGroupName: pulumi.Output<string>;
    /** Azure region. */
    public readonly location: string;

    constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
        const transformations = args.keepSdkAliases === true ? [] : [dropGeneratedAliases];
        super(typeToken("Platform"), name, {}, pulumi.mergeOptions(opts, { transformations }));
        new ArgErrors().add(platformRules(args)).throwIfAny("Platform", name);

        const id = new random.RandomString(
            `${name}-id`,
            { length: ID_LENGTH, lower: true, numeric: true, upper: false, special: false },
            { parent: this, replacementTrigger: placeOf(args), deleteBeforeReplace: true },
        );
        this.id = onceMade(id, id.result);
        this.naming = { prefix: args.prefix, environment: args.environment, id: this.id, origin: id };
        this.location = args.location;
        this.resourceGroupName =
            args.resourceGroup.kind === "create" ? this.createGroup(name, args) : this.findGroup(args.resourceGroup.name);
        this.registerOutputs({ id: this.id, resourceGroupName: this.resourceGroupName, location: this.location });
    }

    private createGroup(name: string, { prefix, environment, location, protect, tags }: PlatformArgs): pulumi.Output<string> {
        const group = new resources.ResourceGroup(
            `${name}-resource-group`,
            {
                resourceGroupName: this.id.apply((id) => resourceGroupName({ prefix, environment, id })),
                location,
                ...(tags === undefined ? {} : { tags }),
            },
            { parent: this, ...(protect === undefined ? {} : { protect }) },
        );
        return onceMade(group, group.name);
    }

    /** Asks Azure, so that a misspelt group stops the preview and not the first create. */
    private findGroup(existing: string): pulumi.Output<string> {
        return resources.getResourceGroupOutput({ resourceGroupName: existing }, { parent: this }).name;
    }
}

/**
 * What everything in a stack is named by or lives in. Azure renames and moves nothing, so a change replaces all of it; and only as
 * dependents of one resource, the id, are things deleted in the order that Azure accepts: what is used after what uses it.
 */
function placeOf({ prefix, environment, location, resourceGroup }: PlatformArgs): string {
    return [prefix, environment, location, resourceGroup.kind === "existing" ? resourceGroup.name : ""].join(" ");
}
