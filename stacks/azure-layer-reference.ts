import * as pulumi from "@pulumi/pulumi";
import { type ClusterHandle, type NodePoolHandle, PlatformRoot } from "../components";
import { checkAzureLayer, itself, nothingStands, undecrypted } from "./azure-layer-check";
import { type AzureLayerFacts, azureLayerFacts, type HandedAzureLayer } from "./azure-layer-output";
import type { PlatformConfig } from "./config/schema";
import type { AzureLayer } from "./layers";

/**
 * The Azure layer of another stack, as if this one had made it.
 *
 * What the other stack hands over is read from its state, so a preview knows all of it, and nothing is registered before it is checked. Of
 * what decides existence it only confirms what this stack's configuration says.
 *
 * @throws pulumi.RunError when the other stack does not stand, is no Azure layer, is of another version, disagrees, or cannot be decrypted.
 */
export async function referencedAzureLayer(config: PlatformConfig): Promise<AzureLayer> {
    const stack = fullName(config.azureStack ?? "");
    await assertExists(stack);
    const reference = new pulumi.StackReference(stack);
    const facts = azureLayerFacts(config);
    const handed = await readHanded(reference, stack, facts);
    const kubeconfig = await readKubeconfig(reference, stack);
    return {
        root: new PlatformRoot("platform"),
        resourceGroupName: pulumi.output(handed.resourceGroupName),
        cluster: clusterHandle(handed),
        kubeconfig,
        pools: poolHandles(facts.pools),
        gpuPools: poolHandles(facts.gpuPools),
        registry: {
            id: pulumi.output(handed.registry.id),
            name: pulumi.output(handed.registry.name),
            loginServer: pulumi.output(handed.registry.loginServer),
        },
        ...(handed.objects === undefined ? {} : { objects: objectHandles(handed.objects) }),
        ...(facts.services.flux ? { flux: {} } : {}),
    };
}

function objectHandles({ store, identity }: NonNullable<HandedAzureLayer["objects"]>): NonNullable<AzureLayer["objects"]> {
    const buckets = Object.entries(store.buckets).map(([bucket, name]) => [bucket, pulumi.output(name)] as const);
    const handle = {
        accountId: pulumi.output(store.accountId),
        accountName: pulumi.output(store.accountName),
        buckets: Object.fromEntries(buckets),
    };
    if (identity === undefined) {
        return { store: handle };
    }
    return {
        store: handle,
        identity: {
            principalId: pulumi.output(identity.principalId),
            clientId: pulumi.output(identity.clientId),
            resourceId: pulumi.output(identity.resourceId),
            namespace: pulumi.output(identity.namespace),
            serviceAccountName: pulumi.output(identity.serviceAccountName),
        },
    };
}

/** A stack's name as the engine takes it; without slashes it is one of this project and organization. */
function fullName(azureStack: string): string {
    const own = (stack: string): string => `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
    const full = azureStack.includes("/") ? azureStack : own(azureStack);
    if (full === own(pulumi.getStack())) {
        throw new pulumi.RunError(itself(full));
    }
    return full;
}

/** The engine's own function that a reference is made of. */
const READ_STACK_OUTPUTS = "pulumi:pulumi:readStackOutputs";

/**
 * A reference to a stack that does not exist ends the run with two words of the engine's. Its function says the same to the program, which
 * can then say what to do.
 */
async function assertExists(stack: string): Promise<void> {
    try {
        await pulumi.runtime.invoke(READ_STACK_OUTPUTS, { name: stack });
    } catch (error) {
        if (error instanceof Error && error.message.includes("unknown stack")) {
            throw new pulumi.RunError(nothingStands(stack));
        }
        // Whatever else is wrong, the reference says too; an engine without this function is no fault.
    }
}

async function readHanded(reference: pulumi.StackReference, stack: string, facts: AzureLayerFacts): Promise<HandedAzureLayer> {
    const [azureLayer, platform] = await Promise.all(["azureLayer", "platform"].map((name) => reference.getOutputDetails(name)));
    const checked = checkAzureLayer({ stack, azureLayer: azureLayer?.value, platform: platform?.value }, facts);
    if ("problem" in checked) {
        throw new pulumi.RunError(checked.problem);
    }
    return checked.layer;
}

/** Secret, as it is in the other stack. */
async function readKubeconfig(reference: pulumi.StackReference, stack: string): Promise<pulumi.Output<string>> {
    const secretValue: unknown = (await reference.getOutputDetails("kubeconfig")).secretValue;
    // The engine puts an empty map in the place of what it cannot decrypt, and goes on.
    if (typeof secretValue !== "string") {
        throw new pulumi.RunError(undecrypted(stack));
    }
    return pulumi.secret(secretValue);
}

function clusterHandle({ cluster, addresses }: HandedAzureLayer): ClusterHandle {
    const { principalId, clientId, resourceId } = cluster.kubeletIdentity;
    return {
        id: pulumi.output(cluster.id),
        uid: pulumi.output(cluster.uid),
        name: pulumi.output(cluster.name),
        resourceGroupName: pulumi.output(cluster.resourceGroupName),
        location: pulumi.output(cluster.location),
        oidcIssuerUrl: pulumi.output(cluster.oidcIssuerUrl),
        nodeResourceGroupName: pulumi.output(cluster.nodeResourceGroupName),
        nodeSubnetId: pulumi.output(cluster.nodeSubnetId),
        kubernetesVersion: pulumi.output(cluster.kubernetesVersion),
        kubeletIdentity: {
            principalId: pulumi.output(principalId),
            clientId: pulumi.output(clientId),
            resourceId: pulumi.output(resourceId),
        },
        addresses,
    };
}

function poolHandles(pools: AzureLayerFacts["pools"]): Record<string, NodePoolHandle> {
    const handles = Object.entries(pools).map(([name, { agentPoolName, agentPools, ...pool }]) => {
        const each = agentPools.map((one) => ({ ...one, agentPoolName: pulumi.output(one.agentPoolName) }));
        return [name, { name, agentPoolName: pulumi.output(agentPoolName), ...pool, agentPools: each }] as const;
    });
    return Object.fromEntries(handles);
}
