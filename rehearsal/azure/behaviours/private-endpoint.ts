import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { objectsAt, textAt, textsAt } from "../request";
import { addressIn } from "../rules/addresses";
import { blocksOf } from "../rules/subnets";
import type { ResourceRecord } from "../subscription/store";
import type { Behaviour } from "./behaviour";

/** What an endpoint can lead to, by the type of its target: the groups, and the name of the group's service. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
    "azure-native:storage:StorageAccount": ["blob", "dfs", "file", "queue", "table", "web"],
    "azure-native:containerregistry:Registry": ["registry"],
    "azure-native:keyvault:Vault": ["vault"],
};

/** An address in the subnet that depends on the endpoint's name only; the first four are Azure's. */
function addressOf(subnet: ResourceRecord | undefined, name: string): string {
    const [block] = blocksOf(subnet?.body ?? {});
    const room = 2 ** (32 - (block?.prefix ?? 29)) - 5;
    const offset = [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % room, 7);
    return (block === undefined ? undefined : addressIn(block, 4 + offset)) ?? "";
}

function connections(inputs: Properties): Properties[] {
    return [...objectsAt(inputs, "privateLinkServiceConnections"), ...objectsAt(inputs, "manualPrivateLinkServiceConnections")];
}

function targetOf(connection: Properties, cloud: Cloud): ResourceRecord | undefined {
    return cloud.find(textAt(connection, "privateLinkServiceId") ?? "");
}

/** A private address that leads to a service of Azure. */
export const privateEndpoint: Behaviour = {
    check(request, cloud) {
        const subnetId = textAt(request.inputs, "subnet", "id") ?? "";
        if (cloud.find(subnetId) === undefined) {
            throw new ArmError(
                400,
                "InvalidResourceReference",
                `Resource ${subnetId} referenced by resource ${request.id} was not found.`,
                "subnet.id",
            );
        }
        for (const connection of connections(request.inputs)) {
            const target = targetOf(connection, cloud);
            if (target === undefined) {
                const id = textAt(connection, "privateLinkServiceId") ?? "";
                throw new ArmError(400, "InvalidResourceReference", `Resource ${id} referenced by resource ${request.id} was not found.`);
            }
            const allowed = GROUPS[target.type];
            const wrong = allowed === undefined ? undefined : textsAt(connection, "groupIds").find((group) => !allowed.includes(group));
            if (wrong !== undefined) {
                const message = `Group Id '${wrong}' is not one of ${target.name}: allowed is ${allowed?.join(", ") ?? ""}.`;
                throw new ArmError(400, "PrivateLinkServiceGroupIdNotFound", message);
            }
        }
    },
    stored(request, sent, cloud) {
        const address = addressOf(cloud.find(textAt(request.inputs, "subnet", "id") ?? ""), request.name);
        const [connection = {}] = connections(request.inputs);
        const target = targetOf(connection, cloud);
        const [group = ""] = textsAt(connection, "groupIds");
        const fqdn = `${target?.name ?? ""}.${group}.core.windows.net`;
        const storage = target?.type === "azure-native:storage:StorageAccount";
        return {
            body: { customDnsConfigs: storage ? [{ fqdn, ipAddresses: [address] }] : [], ...sent.body },
            computed: {
                ...sent.computed,
                networkInterfaces: [{ id: `${request.id.replace(/privateEndpoints\/[^/]+$/i, "networkInterfaces/")}${request.name}.nic` }],
            },
        };
    },
};
