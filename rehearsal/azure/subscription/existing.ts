import { isObject } from "../../provider/values";
import type { Cloud } from "../cloud";
import { recordOf } from "../put";
import { textAt } from "../request";
import { idFrom } from "../resource-id";
import { failuresOf } from "../schema/check";
import { withSdkDefaults } from "../schema/defaults";
import { tableOf } from "../schema/tables";

/**
 * Puts what `subscription.json` declares under `existing` into the subscription: a network, a resource group or an identity that a stack
 * takes over from somebody else. What stands already is left as it is.
 * @throws Error that names the entry and what is wrong with it
 */
export function ensureExisting(cloud: Cloud): void {
    for (const [index, { type, inputs }] of cloud.settings.existing.entries()) {
        const where = `subscription.json, existing[${index}]`;
        if (typeof type !== "string" || !isObject(inputs)) {
            throw new Error(`${where}: must be {"type": "azure-native:network:Subnet", "inputs": {…}}`);
        }
        const table = tableOf(type);
        const filled = withSdkDefaults(table, inputs);
        const id = idFrom(table, filled, cloud.subscriptionId);
        if (cloud.find(id) !== undefined) {
            continue;
        }
        const [failure] = failuresOf(table, filled);
        if (failure !== undefined) {
            throw new Error(`${where}: ${failure.property}: ${failure.reason}`);
        }
        const request = { verb: "create", table, id, name: textAt(filled, table.name.property) ?? "", inputs: filled } as const;
        const { operation: _, ...record } = recordOf(request, cloud);
        cloud.ensure({ ...record, provisioningState: "Succeeded", existing: true });
        cloud.behaviour(record).accepted?.({ ...record, provisioningState: "Succeeded" }, cloud);
    }
}
