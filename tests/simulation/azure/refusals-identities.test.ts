import type { Properties } from "../../../rehearsal/provider/values";
import type { Created } from "./subscription-fixture";
import { IDENTITY_OPERATOR, NETWORK_CONTRIBUTOR, outputText, refusal, SubscriptionFixture } from "./subscription-fixture";

describe("what Azure refuses: identities and roles", () => {
    let fixture: SubscriptionFixture;
    beforeEach(async () => {
        fixture = new SubscriptionFixture();
        await fixture.group();
    });
    afterEach(() => {
        fixture.dispose();
    });

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

    test("wrong principals, types and doubles", async () => {
        const one = await identity("one");
        const scope = fixture.groupId();
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalId: "00000000-0000-4000-8000-000000000000" }))).toBe(
            "PrincipalNotFound",
        );
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalType: "User" }))).toBe("UnmatchedPrincipalType");
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { principalId: "me" }))).toBe("InvalidPrincipalId");
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { roleDefinitionId: "Owner" }))).toBe("InvalidRoleDefinitionId");
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, `${scope}x`))).toBe("ResourceGroupNotFound");
        const first = await grant(NETWORK_CONTRIBUTOR, one, scope);
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, scope, { roleAssignmentName: "00000000-0000-4000-a000-000000000009" }))).toBe(
            "RoleAssignmentExists",
        );
        expect(await refusal(fixture.update(first, { roleDefinitionId: fixture.role(IDENTITY_OPERATOR) }))).toBe(
            "RoleAssignmentUpdateNotPermitted",
        );
        expect(await refusal(grant(NETWORK_CONTRIBUTOR, one, one.id, { roleAssignmentName: first.id.slice(-36) }))).toBe(
            "RoleAssignmentUpdateNotPermitted",
        );
    });

    test("a principal type that is left out means User, as the SDK sends it", async () => {
        const one = await identity("one");
        const args = {
            scope: fixture.groupId(),
            principalId: outputText(one, "principalId"),
            roleDefinitionId: fixture.role(NETWORK_CONTRIBUTOR),
        };
        expect(await refusal(fixture.create("authorization:RoleAssignment", "role", args))).toBe("UnmatchedPrincipalType");
    });

    test("the deployer, listed principals and groups on trust may be named", async () => {
        const [listed, group] = ["11111111-0000-4000-8000-000000000000", "22222222-0000-4000-8000-000000000000"];
        fixture.edit({ principals: [{ id: listed, type: "User" }] });
        const role = (principalId: string, principalType: string, last: number): Promise<Created> =>
            grant(NETWORK_CONTRIBUTOR, { state: {} } as Created, fixture.groupId(), {
                principalId,
                principalType,
                roleAssignmentName: `00000000-0000-4000-a000-00000000000${last}`,
            });
        expect(await refusal(role(listed, "User", 1))).toBe("accepted");
        expect(await refusal(role(group, "Group", 2))).toBe("accepted");
        fixture.edit({ acceptUnknownGroups: false });
        expect(await refusal(role("33333333-0000-4000-8000-000000000000", "Group", 3))).toBe("PrincipalNotFound");
    });

    test("federated credentials of one identity at once, twice the same, or with two audiences", async () => {
        await identity("one");
        const credential = (name: string, subject: string, audiences = ["api://AzureADTokenExchange"]): Promise<Created> =>
            fixture.create("managedidentity:FederatedIdentityCredential", name, {
                resourceGroupName: "rg",
                resourceName: "one",
                federatedIdentityCredentialResourceName: name,
                issuer: "https://issuer/",
                subject,
                audiences,
            });
        fixture.edit({ operationMilliseconds: 400 });
        expect((await Promise.all([refusal(credential("first", "a")), refusal(credential("second", "b"))])).sort()).toEqual([
            "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
            "accepted",
        ]);
        expect(await refusal(credential("third", "a"))).toBe("Conflict");
        expect(await refusal(credential("third", "c", ["a", "b"]))).toBe("BadRequest");
    });
});
