import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import {
    IDENTITY_OPERATOR,
    NETWORK_CONTRIBUTOR,
    outputText,
    refusal,
    SubscriptionFixture,
    systemPool,
    ZONE_CONTRIBUTOR,
} from "./subscription-fixture";

describe("what Azure refuses: clusters in a network of their own", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

    const message = async (work: Promise<unknown>): Promise<string> => {
        const error: unknown = await work.then(
            () => new Error("accepted"),
            (reason: unknown) => reason,
        );
        return error instanceof Error ? error.message : String(error);
    };
    const identity = (name: string): Promise<Created> =>
        fixture.create("managedidentity:UserAssignedIdentity", name, { resourceGroupName: "rg", resourceName: name });
    const grant = (role: string, principal: Created, scope: string, change: Properties = {}): Promise<Created> =>
        fixture.create("authorization:RoleAssignment", `role-${role.slice(0, 4)}`, {
            scope,
            principalId: outputText(principal, "principalId"),
            principalType: "ServicePrincipal",
            roleDefinitionId: fixture.role(role),
            roleAssignmentName: `${role.slice(0, 8)}-0000-4000-a000-${String(Math.abs(scope.length)).padStart(12, "0")}`,
            ...change,
        });

    const own = (subnet: Created, controlPlane?: Created, change: Properties = {}): Properties => ({
        agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id })],
        ...(controlPlane === undefined ? {} : { identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] } }),
        ...change,
    });

    test("the SDK's own service range over a 10.0 network", async () => {
        const { subnet } = await fixture.network("10.0.0.0/16", "10.0.0.0/22");
        const text = await message(fixture.cluster(own(subnet, undefined, { networkProfile: { networkPlugin: "azure" } })));
        expect(text).toContain('Code="ServiceCidrOverlapExistingSubnetsCidr"');
        expect(text).toContain("10.0.0.0/16 is conflicted with an existing subnet CIDR 10.0.0.0/22 ('nodes')");
    });

    test("pods in the range of a subnet", async () => {
        const { subnet } = await fixture.network("10.244.0.0/16", "10.244.0.0/22");
        expect(await refusal(fixture.cluster(own(subnet)))).toBe("InvalidParameter");
    });

    test("a subnet that is too small for the maximum count and surge", async () => {
        const { subnet } = await fixture.network("10.10.0.0/16", "10.10.0.0/28");
        const pools = (maxCount: number): Properties => ({
            agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id, enableAutoScaling: true, minCount: 1, maxCount, count: 1 })],
        });
        expect(await refusal(fixture.cluster(pools(11)))).toBe("InsufficientSubnetSize");
        expect(await refusal(fixture.cluster(pools(10)))).toBe("accepted");
    });

    test("without overlay every pod takes an address", async () => {
        const { subnet } = await fixture.network("10.10.0.0/16", "10.10.0.0/26");
        const flat = { networkProfile: { networkPlugin: "azure" } };
        expect(
            await refusal(
                fixture.cluster(
                    own(subnet, undefined, { ...flat, agentPoolProfiles: [systemPool({ vnetSubnetID: subnet.id, count: 2 })] }),
                ),
            ),
        ).toBe("InsufficientSubnetSize");
    });

    test("a subnet that does not exist", async () => {
        const { subnet } = await fixture.network();
        expect(await refusal(fixture.cluster(own({ ...subnet, id: `${subnet.id}x` })))).toBe("InvalidResourceReference");
    });

    test("the control plane must hold its roles on subnet, kubelet identity and private zone beforehand", async () => {
        const { subnet } = await fixture.network();
        const [controlPlane, kubelet] = [await identity("control"), await identity("kubelet")];
        const zone = await fixture.create("privatedns:PrivateZone", "zone", {
            resourceGroupName: "rg",
            privateZoneName: "privatelink.westeurope.azmk8s.io",
            location: "Global",
        });
        const args = own(subnet, controlPlane, {
            identityProfile: {
                kubeletidentity: {
                    resourceId: kubelet.id,
                    clientId: outputText(kubelet, "clientId"),
                    objectId: outputText(kubelet, "principalId"),
                },
            },
            apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: zone.id },
        });
        expect(await refusal(fixture.cluster(args))).toBe("LinkedAuthorizationFailed");
        await grant(NETWORK_CONTRIBUTOR, controlPlane, subnet.id);
        expect(await refusal(fixture.cluster(args))).toBe("CustomKubeletIdentityMissingPermissionError");
        await grant(IDENTITY_OPERATOR, controlPlane, kubelet.id);
        expect(await refusal(fixture.cluster(args))).toBe("CustomPrivateDNSZoneMissingPermissionError");
        await grant(ZONE_CONTRIBUTOR, controlPlane, zone.id);
        const cluster = await fixture.cluster(args);
        expect(cluster.state["identityProfile"]).toEqual({
            kubeletidentity: { resourceId: kubelet.id, clientId: kubelet.state["clientId"], objectId: kubelet.state["principalId"] },
        });
        expect(cluster.state["privateFQDN"]).toMatch(/\.privatelink\.westeurope\.azmk8s\.io$/);
    });

    test("a role on the resource group counts, one on a sibling does not", async () => {
        const { subnet } = await fixture.network();
        const controlPlane = await identity("control");
        await grant(NETWORK_CONTRIBUTOR, controlPlane, controlPlane.id);
        expect(await refusal(fixture.cluster(own(subnet, controlPlane)))).toBe("LinkedAuthorizationFailed");
        await grant(NETWORK_CONTRIBUTOR, controlPlane, fixture.groupId(), {
            roleAssignmentName: "00000000-0000-4000-a000-000000000001",
        });
        expect(await refusal(fixture.cluster(own(subnet, controlPlane)))).toBe("accepted");
    });

    test.each([
        ["userDefinedRouting", "ExistingRouteTableNotAssociatedWithSubnet"],
        ["userAssignedNATGateway", "BadRequest"],
    ])("outbound type %s needs its part on the subnet", async (outboundType, code) => {
        const { subnet } = await fixture.network();
        expect(await refusal(fixture.cluster(own(subnet, undefined, { networkProfile: { outboundType } })))).toBe(code);
    });

    test("pools of one cluster in two networks", async () => {
        const { subnet } = await fixture.network();
        await fixture.cluster(own(subnet));
        expect(await refusal(fixture.pool())).toBe("InvalidParameter");
        expect(await refusal(fixture.pool({ vnetSubnetID: subnet.id }))).toBe("accepted");
    });
});
