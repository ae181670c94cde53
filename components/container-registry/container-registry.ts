import * as authorization from "@pulumi/azure-native/authorization";
import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { ArgErrors } from "../core/arg-errors";
import { registryName } from "../core/azure-names";
import type { IdentityHandle, NamingHandle, RegistryHandle } from "../core/contracts";
import { onceMade } from "../core/lifetime";
import { azureInputs, physicalName } from "../core/naming";
import { roleAssignmentInputs, roleAssignmentOptions, type RoleGrant } from "../core/role-ids";
import { typeToken } from "../core/token";
import { cacheRules, registryRules } from "./rules";
import type { RegistrySku } from "./spec";

export interface ContainerRegistryArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: pulumi.Input<string>;
    readonly naming: NamingHandle;
    /** Basic, Standard or Premium; it can be changed in place. */
    readonly sku: RegistrySku;
    /** The managed identities that may pull, by a name that says what they are, for example `kubelet`. */
    readonly pullers: Readonly<Record<string, IdentityHandle>>;
    /**
     * Registries whose images this one fetches when they are asked of it under their full names, and keeps: `quay.io/a/b:1` is pulled from
     * `<login server>/quay.io/a/b:1`.
     * @default []
     */
    readonly cache?: readonly string[];
    /**
     * Refuse to delete the registry and the images in it.
     * @default false
     */
    readonly protect?: boolean;
    /**
     * Tags of the registry.
     * @default {}
     */
    readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A container registry that managed identities pull from.
 *
 * There is no admin user and no password: who may pull has the role AcrPull, which also lets in what a cache rule fetches. About 5 (Basic), 20 (Standard) or 50 (Premium) USD a
 * month. Deleting it deletes the images.
 *
 * @throws pulumi.InputPropertiesError when a puller's name cannot be part of a resource's name, or a registry cannot be cached.
 * @example
 * new ContainerRegistry("registry", {
 *     resourceGroupName, location, naming, sku: "Standard", pullers: { kubelet: cluster.kubeletIdentity },
 * }, { parent: platform });
 */
export class ContainerRegistry extends pulumi.ComponentResource implements RegistryHandle {
    public readonly id: pulumi.Output<string>;
    public readonly name: pulumi.Output<string>;
    public readonly loginServer: pulumi.Output<string>;

    constructor(name: string, args: ContainerRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("ContainerRegistry"), name, {}, opts);
        new ArgErrors().add([...registryRules(args.pullers), ...cacheRules(args)]).throwIfAny("ContainerRegistry", name);

        const registry = new containerregistry.Registry(
            `${name}-registry`,
            {
                ...azureInputs(args),
                registryName: physicalName(args.naming, registryName),
                sku: { name: args.sku },
                adminUserEnabled: false,
            },
            { parent: this, ...(args.protect === undefined ? {} : { protect: args.protect }) },
        );
        for (const host of args.cache ?? []) {
            new containerregistry.CacheRule(
                `${name}-cache-${host}`,
                {
                    resourceGroupName: args.resourceGroupName,
                    registryName: onceMade(registry, registry.name),
                    cacheRuleName: host.replaceAll(".", "-"),
                    sourceRepository: `${host}/*`,
                    targetRepository: `${host}/*`,
                },
                // It dies with the registry, and a new registry needs it anew.
                { parent: this, deletedWith: registry, replaceWith: [registry], deleteBeforeReplace: true },
            );
        }
        for (const [puller, identity] of Object.entries(args.pullers)) {
            const grant: RoleGrant = { role: "acrPull", scope: registry.id, identity };
            new authorization.RoleAssignment(
                `${name}-${puller}-pull-role`,
                { ...roleAssignmentInputs(grant) },
                { parent: this, ...roleAssignmentOptions(grant) },
            );
        }

        this.id = registry.id;
        this.name = onceMade(registry, registry.name);
        this.loginServer = onceMade(registry, registry.loginServer);
        this.registerOutputs({ id: this.id, name: this.name, loginServer: this.loginServer });
    }
}
