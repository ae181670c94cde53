import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import { objectsAt, textsAt } from "../request";
import { sameId } from "../resource-id";
import { contains, overlap, parseBlock } from "../rules/addresses";
import { refuseInUse, usersOf } from "../rules/deletion";
import { blocksOf, checkSubnet, networkIdOf, SUBNET_TYPE } from "../rules/subnets";
import { inputShape, merged } from "../schema/project";
import { tableOf } from "../schema/tables";
import type { ResourceRecord } from "../subscription/store";
import type { Behaviour } from "./behaviour";

const SUBNET_DEFAULTS: Properties = { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" };

const refuseSubnetInUse: NonNullable<Behaviour["checkDelete"]> = refuseInUse("InUseSubnetCannotBeDeleted", "Subnet");

function checkSpace(body: Properties): void {
    for (const text of textsAt(body, "addressSpace", "addressPrefixes")) {
        if (parseBlock(text) === undefined) {
            throw new ArmError(
                400,
                "InvalidAddressPrefixFormat",
                `Address prefix '${text}' is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/16.`,
            );
        }
    }
}

function inlineSubnets(networkId: string, body: Properties): { id: string; name: string; body: Properties }[] {
    return objectsAt(body, "subnets").map(({ name, id: _, type: __, ...rest }) => {
        const text = typeof name === "string" ? name : "";
        return { id: `${networkId}/subnets/${text}`, name: text, body: merged(SUBNET_DEFAULTS, rest) };
    });
}

export const virtualNetwork: Behaviour = {
    check(request, cloud) {
        checkSpace(request.inputs);
        const inline = inlineSubnets(request.id, request.inputs);
        const standing = cloud.childrenOf(request.id, SUBNET_TYPE);
        const asRecords = inline.map((subnet) => ({ ...subnet, record: standing.find((one) => sameId(one.id, subnet.id)) }));
        for (const [index, subnet] of asRecords.entries()) {
            const before = asRecords
                .slice(0, index)
                .find((other) => blocksOf(other.body).some((block) => blocksOf(subnet.body).some((own) => overlap(own, block))));
            if (before !== undefined) {
                throw new ArmError(
                    400,
                    "NetcfgSubnetRangesOverlap",
                    `Subnet '${subnet.name}' is not valid because its IP address range overlaps with that of subnet '${before.name}'.`,
                );
            }
            checkSubnet(subnet.id, subnet.name, subnet.body, request.inputs, []);
        }
        const space = textsAt(request.inputs, "addressSpace", "addressPrefixes").flatMap((text) => parseBlock(text) ?? []);
        for (const subnet of standing) {
            if (!blocksOf(subnet.body).every((block) => space.some((outer) => contains(outer, block)))) {
                throw new ArmError(
                    400,
                    "NetcfgInvalidSubnet",
                    `Subnet '${subnet.name}' is not valid because its IP address range is outside the IP address range of virtual network '${request.name}'.`,
                );
            }
            if (inline.length > 0 && !inline.some((one) => sameId(one.id, subnet.id))) {
                refuseSubnetInUse(subnet, cloud, []);
            }
        }
    },
    stored: (_, sent) => ({ body: merged({ enableDdosProtection: false }, sent.body), computed: sent.computed }),
    accepted(record, cloud) {
        const inline = inlineSubnets(record.id, record.body);
        for (const subnet of inline) {
            const { sent: _, ...common } = record;
            const previous = cloud.find(subnet.id);
            const next: ResourceRecord = {
                ...common,
                ...subnet,
                type: SUBNET_TYPE,
                armType: "Microsoft.Network/virtualNetworks/subnets",
                managedBy: record.id,
                path: {
                    resourceGroupName: record.path["resourceGroupName"] ?? "",
                    virtualNetworkName: record.name,
                    subnetName: subnet.name,
                },
                computed: previous?.computed ?? {},
            };
            if (previous === undefined) {
                cloud.ensure(next);
            } else if (record.operation !== undefined) {
                cloud.replace({ ...next, createdAt: previous.createdAt });
            }
        }
        // A list that is given is the whole list: what it leaves out goes.
        for (const gone of inline.length === 0
            ? []
            : cloud.childrenOf(record.id, SUBNET_TYPE).filter((one) => !inline.some((kept) => sameId(kept.id, one.id)))) {
            cloud.remove(gone);
        }
    },
    outputs(record, cloud) {
        // azure-native hides subnets that were made as resources of their own from a network that lists none.
        const given = objectsAt(record.body, "subnets").length > 0;
        const shape = tableOf(SUBNET_TYPE);
        const subnets = given ? cloud.childrenOf(record.id, SUBNET_TYPE) : [];
        return {
            subnets: subnets.map((subnet) => ({
                ...inputShape(shape, subnet.body),
                name: subnet.name,
                id: subnet.id,
                provisioningState: subnet.provisioningState,
            })),
        };
    },
    checkDelete(record, cloud, among) {
        const subnets = cloud.childrenOf(record.id, SUBNET_TYPE);
        for (const subnet of subnets) {
            refuseSubnetInUse(subnet, cloud, [...among, record, ...subnets]);
        }
    },
};

export const subnet: Behaviour = {
    check(request, cloud) {
        const networkId = networkIdOf(request.id);
        const network = cloud.find(networkId);
        if (network !== undefined) {
            checkSubnet(request.id, request.name, request.inputs, network, cloud.childrenOf(networkId, SUBNET_TYPE));
        }
        if (request.previous !== undefined && addressesChanged(request.previous.body, request.inputs)) {
            const [user] = usersOf(request.id, cloud, []).filter((one) => !one.type.startsWith("azure-native:authorization:"));
            if (user !== undefined) {
                throw new ArmError(
                    400,
                    "InUseSubnetCannotBeUpdated",
                    `Subnet ${request.name} is in use by ${user.id} and its address range cannot be changed.`,
                );
            }
        }
    },
    stored: (_, sent) => ({ body: merged(SUBNET_DEFAULTS, sent.body), computed: sent.computed }),
    checkDelete: refuseSubnetInUse,
};

function addressesChanged(before: Properties, after: Properties): boolean {
    const texts = (body: Properties): string =>
        blocksOf(body)
            .map((block) => block.text)
            .sort()
            .join(",");
    return texts(before) !== texts(after);
}
