import * as pulumi from "@pulumi/pulumi";
import type { NodePoolHandle } from "../../components";
import { record, type Recording, valueOf } from "./mocks";
import { SUBNET_ID } from "./mocks-fixtures";

/** What tests of pools with and without GPUs have in common. */

/** Inputs that every agent pool of the handed cluster has, whatever its entry says. */
export const COMMON_INPUTS = {
    resourceGroupName: "rg",
    resourceName: "aks",
    type: "VirtualMachineScaleSets",
    osType: "Linux",
    osSKU: "Ubuntu",
    osDiskType: "Managed",
    kubeletDiskType: "OS",
    vnetSubnetID: SUBNET_ID,
    scaleSetPriority: "Regular",
} as const;

/** Inputs of a Spot pool, where they are not common. */
export const SPOT_INPUTS = {
    scaleSetPriority: "Spot",
    scaleSetEvictionPolicy: "Delete",
    spotMaxPrice: -1,
    // AKS refuses maxSurge and maxUnavailable on Spot pools.
    upgradeSettings: { drainTimeoutInMinutes: 30 },
} as const;

/** What a component of pools registered below itself, by name: type, name, parent and inputs. */
export function registeredPools(recording: Recording<unknown>, component: string): unknown[] {
    return recording.resources
        .filter(({ name }) => name !== component && name !== "cluster")
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ type, name, parent, inputs }) => [type, name, parent, inputs]);
}

/** What a program is refused for, by path, and the names of what it had registered by then. */
export async function refusal(
    build: () => unknown,
): Promise<{ readonly paths: readonly string[]; readonly registered: readonly string[] }> {
    let thrown: unknown;
    const recording = await record(() => {
        try {
            build();
        } catch (error) {
            thrown = error;
        }
    });
    if (!pulumi.InputPropertiesError.isInstance(thrown)) {
        throw new Error(`nothing was refused by its path, but: ${String(thrown)}`);
    }
    return { paths: thrown.errors.map(({ propertyPath }) => propertyPath), registered: recording.resources.map(({ name }) => name) };
}

/** A handle with its Output known and its pools counted, to be compared as a whole. */
export async function plainHandle(handle: NodePoolHandle | undefined): Promise<unknown> {
    if (handle === undefined) {
        throw new Error("there is no such handle");
    }
    const { agentPoolName, agentPools, ...plain } = handle;
    return { ...plain, agentPoolName: await valueOf(agentPoolName), agentPools: agentPools.length };
}
