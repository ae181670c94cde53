import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { objectsAt, textAt, textsAt } from "../request";
import { isWithin, sameId } from "../resource-id";
import { linkedIds } from "../rules/general";
import { contains, overlap, parseBlock } from "../rules/addresses";
import { CLUSTER_TYPE } from "../rules/pools";
import { blocksOf, checkSubnet, networkIdOf, SUBNET_TYPE } from "../rules/subnets";
import { inputShape, merged } from "../schema/project";
import { tableOf } from "../schema/tables";
import type { ResourceRecord } from "../subscription/store";
import type { Behaviour } from "./behaviour";

const SUBNET_DEFAULTS: Properties = { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" };
const RULE_TYPE = "azure-native:network:SecurityRule";

/** Records other than `id` and `among` whose properties name it. */
export function usersOf(id: string, cloud: Cloud, among: readonly ResourceRecord[]): ResourceRecord[] {
    return cloud
        .all()
        .filter((record) => !sameId(record.id, id) && !among.some((one) => sameId(one.id, record.id)))
        .filter((record) => linkedIds(record.body, "").some((link) => sameId(link.id, id)));
}

function refuseInUse(code: string, noun: string): NonNullable<Behaviour["checkDelete"]> {
    return (record, cloud, among) => {
        const [user] = usersOf(record.id, cloud, among).filter((one) => !one.type.startsWith("azure-native:authorization:"));
        if (user !== undefined) {
            throw new ArmError(400, code, `${noun} ${record.name} is in use by ${user.id} and cannot be deleted.`);
        }
    };
}

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

/** Two rules of one group may not share priority and direction. */
function checkRules(rules: readonly { name: string; body: Properties }[]): void {
    for (const [index, rule] of rules.entries()) {
        const twin = rules
            .slice(0, index)
            .find((other) => other.body["priority"] === rule.body["priority"] && other.body["direction"] === rule.body["direction"]);
        if (twin !== undefined) {
            throw new ArmError(
                400,
                "SecurityRuleConflict",
                `Security rule ${rule.name} conflicts with rule ${twin.name}. Rules cannot have the same Priority and Direction ` +
                    `(${String(rule.body["priority"])}, ${String(rule.body["direction"])}).`,
            );
        }
    }
}

function inlineRules(body: Properties): { name: string; body: Properties }[] {
    return objectsAt(body, "securityRules").map((rule, index) => ({ name: textAt(rule, "name") ?? `[${index}]`, body: rule }));
}

export const networkSecurityGroup: Behaviour = {
    check(request, cloud) {
        const inline = inlineRules(request.inputs);
        const separate = cloud.childrenOf(request.id, RULE_TYPE).filter((rule) => !inline.some((one) => one.name === rule.name));
        checkRules([...separate, ...inline]);
    },
    stored: (_, sent) => ({ body: merged({ flushConnection: false, securityRules: [] }, sent.body), computed: sent.computed }),
    checkDelete: refuseInUse("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group"),
};

export const securityRule: Behaviour = {
    check(request, cloud) {
        const groupId = request.id.replace(/\/securityRules\/[^/]+$/i, "");
        const others = cloud.childrenOf(groupId, RULE_TYPE).filter((rule) => !sameId(rule.id, request.id));
        const inline = inlineRules(cloud.find(groupId)?.body ?? {});
        checkRules([...inline, ...others, { name: request.name, body: request.inputs }]);
        const priority = request.inputs["priority"];
        if (typeof priority === "number" && (priority < 100 || priority > 4096)) {
            throw new ArmError(
                400,
                "SecurityRuleInvalidPriority",
                `Security rule ${request.name} has invalid Priority ${priority}: allowed is 100 to 4096.`,
            );
        }
    },
};

export const routeTable: Behaviour = {
    stored: (_, sent) => ({ body: merged({ disableBgpRoutePropagation: false, routes: [] }, sent.body), computed: sent.computed }),
    checkDelete: refuseInUse("InUseRouteTableCannotBeDeleted", "Route table"),
};

export const natGateway: Behaviour = {
    stored: (_, sent) => ({ body: merged({ idleTimeoutInMinutes: 4 }, sent.body), computed: sent.computed }),
    checkDelete: refuseInUse("InUseNatGatewayCannotBeDeleted", "NAT gateway"),
};

export const publicIpAddress: Behaviour = {
    check(request, cloud) {
        const label = textAt(request.inputs, "dnsSettings", "domainNameLabel");
        const location = textAt(request.inputs, "location");
        const twin = cloud
            .ofType(request.table.type)
            .find(
                (other) =>
                    !sameId(other.id, request.id) &&
                    label !== undefined &&
                    textAt(other.body, "dnsSettings", "domainNameLabel") === label &&
                    other.location === location,
            );
        if (twin !== undefined) {
            throw new ArmError(
                400,
                "DnsRecordInUse",
                `DNS record ${label ?? ""}.${location ?? ""}.cloudapp.azure.com is already used by another public IP (${twin.id}).`,
            );
        }
        if (textAt(request.inputs, "sku", "name") === "Standard" && textAt(request.inputs, "publicIPAllocationMethod") === "Dynamic") {
            throw new ArmError(
                400,
                "StandardSkuPublicIPsMustBeStatic",
                `Standard sku publicIp ${request.id} must have AllocationMethod set to Static.`,
            );
        }
    },
    stored(request, sent) {
        const label = textAt(sent.body, "dnsSettings", "domainNameLabel");
        const isStatic = textAt(sent.body, "publicIPAllocationMethod") === "Static";
        // 198.51.100.0/24 and 203.0.113.0/24 are set aside for examples (RFC 5737): no simulated address belongs to anybody.
        const last = request.id.split("").reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 254, 7) + 1;
        const address = textAt(request.previous?.body, "ipAddress") ?? `203.0.113.${last}`;
        const fqdn = `${label ?? ""}.${textAt(sent.body, "location") ?? ""}.cloudapp.azure.com`;
        return {
            body: merged(
                {
                    idleTimeoutInMinutes: 4,
                    publicIPAddressVersion: "IPv4",
                    publicIPAllocationMethod: "Dynamic",
                    sku: { name: "Standard", tier: "Regional" },
                    ...(isStatic ? { ipAddress: address } : {}),
                    ...(label === undefined ? {} : { dnsSettings: { fqdn } }),
                },
                sent.body,
            ),
            computed: sent.computed,
        };
    },
    checkDelete: refuseInUse("PublicIPAddressCannotBeDeleted", "Public IP address"),
};

export const privateZone: Behaviour = {
    stored: (_, sent) => ({
        body: sent.body,
        computed: { ...sent.computed, maxNumberOfRecordSets: 25000, maxNumberOfVirtualNetworkLinks: 1000, numberOfRecordSets: 1 },
    }),
    checkDelete(record, cloud, among) {
        const users = cloud.ofType(CLUSTER_TYPE).filter((cluster) => usersOf(record.id, cloud, among).includes(cluster));
        // A zone does not take its links along; only its resource group does.
        const withGroup = among.some((one) => !sameId(one.id, record.id) && isWithin(record.id, one.id));
        const links = withGroup ? [] : cloud.childrenOf(record.id, "azure-native:privatedns:VirtualNetworkLink");
        const nested = [...links, ...users];
        if (nested.length > 0) {
            throw new ArmError(
                409,
                "CannotDeleteResource",
                `Can not delete resource before nested resources are deleted: '${record.id}' has ${nested.map((one) => one.name).join(", ")}.`,
            );
        }
    },
};

export const virtualNetworkLink: Behaviour = {
    stored: (_, sent) => ({
        body: merged({ registrationEnabled: false }, sent.body),
        computed: { ...sent.computed, virtualNetworkLinkState: "Completed" },
    }),
};
