import type { Properties } from "../../provider/values";
import { ArmError } from "../arm-error";
import { numberAt, objectsAt, textAt } from "../request";
import { isWithin, sameId } from "../resource-id";
import { refuseInUse, usersOf } from "../rules/deletion";
import { CLUSTER_TYPE } from "../rules/pools";
import { merged } from "../schema/project";
import type { Behaviour } from "./behaviour";

const RULE_TYPE = "azure-native:network:SecurityRule";

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
                    `(${numberAt(rule.body, "priority") ?? ""}, ${textAt(rule.body, "direction") ?? ""}).`,
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
