import { ContainerRegistry, PlatformNamespace } from "../../components";
import type { ContainerRegistryArgs, PlatformNamespaceArgs } from "../../components";
import { cacheRules, registryRules } from "../../components/container-registry/rules";
import { podSecurityLabels } from "../../components/platform-namespace/plan";
import { namespaceRules } from "../../components/platform-namespace/rules";
import { named, record, roots, urns, valueOf } from "../support/mocks";
import { brief, clusterHandle, identityHandle, namingHandle, SUBSCRIPTION_ID } from "../support/mocks-fixtures";

const PRINCIPAL = "0c0ffee0-0000-4000-8000-000000000001";

describe("ContainerRegistry", () => {
    const build = (changes: Partial<ContainerRegistryArgs> = {}, name = "registry"): ContainerRegistry =>
        new ContainerRegistry(name, {
            resourceGroupName: "rg",
            location: "eastus",
            naming: namingHandle(),
            sku: "Basic",
            ...changes,
            pullers: changes.pullers ?? { kubelet: identityHandle(`${name}-kubelet`) },
        });
    const registryId = `${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/crmlpdevk3x9q2ab`;

    it("has pullers whose names can be part of a resource's name", () => {
        expect(registryRules({ kubelet: 1, "build-agent": 1 })).toEqual([]);
        expect(brief(registryRules({ "": 1, Kubelet: 1, "1st": 1, kubelet: 1 }))).toEqual(
            // A key that is a number would come first; none is.
            ['pullers[""]', 'pullers["Kubelet"]', 'pullers["1st"]'].map((path) => `error registry/puller-name @ ${path}`),
        );
    });

    it("S1-10 S1-25 fetches images of other registries under their full names, by one rule for each", async () => {
        const recording = await record(() => build({ cache: ["quay.io", "ghcr.io"] }));
        const rules = recording.resources.filter(({ type }) => type.endsWith(":CacheRule"));
        expect(rules.map(({ name, inputs }) => [name, inputs]).sort()).toEqual(
            ["ghcr", "quay"].map((host) => [
                `registry-cache-${host}.io`,
                {
                    resourceGroupName: "rg",
                    registryName: "crmlpdevk3x9q2ab",
                    cacheRuleName: `${host}-io`,
                    sourceRepository: `${host}.io/*`,
                    targetRepository: `${host}.io/*`,
                },
            ]),
        );
        expect(rules[0]?.options).toMatchObject({ deletedWith: "registry-registry", replaceWith: ["registry-registry"] });
        expect(brief(cacheRules({ cache: ["quay.io", "nvcr.io", "quay.io"] }))).toEqual([
            "error registry/cache @ cache[1]",
            "error registry/cache @ cache[2]",
        ]);
    });

    it("S1-6 S1-7 S1-8 S1-19 registers a registry without an admin user, and one role for each puller", async () => {
        const recording = await record(() => build({ tags: { owner: "ml" }, protect: true }));
        const registered = recording.resources.filter(({ type }) => type !== "test:index:Identity");
        expect(registered.slice(1).map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual([
            [
                "azure-native:containerregistry:Registry",
                "registry-registry",
                "registry",
                {
                    resourceGroupName: "rg",
                    location: "eastus",
                    registryName: "crmlpdevk3x9q2ab",
                    sku: { name: "Basic" },
                    adminUserEnabled: false,
                    tags: { owner: "ml" },
                    // Defaults of the SDK.
                    anonymousPullEnabled: false,
                    networkRuleBypassOptions: "AzureServices",
                    publicNetworkAccess: "Enabled",
                    zoneRedundancy: "Disabled",
                },
            ],
            [
                "azure-native:authorization:RoleAssignment",
                "registry-kubelet-pull-role",
                "registry",
                {
                    roleAssignmentName: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/) as string,
                    roleDefinitionId: `${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
                    scope: registryId,
                    principalId: PRINCIPAL,
                    principalType: "ServicePrincipal",
                },
            ],
        ]);
        expect(registered.map(({ name, options }) => [name, options])).toEqual([
            ["registry", {}],
            ["registry-registry", { protect: true }],
            [
                "registry-kubelet-pull-role",
                { ignoreChanges: ["principalId"], replaceWith: ["registry-kubelet"], deleteBeforeReplace: true },
            ],
        ]);
        expect(roots(recording)).toEqual(["registry-kubelet", "registry"]);
        const { id, name, loginServer } = recording.result;
        expect(await Promise.all([id, name, loginServer].map(valueOf))).toEqual([
            { value: registryId, secret: false },
            { value: "crmlpdevk3x9q2ab", secret: false },
            { value: "crmlpdevk3x9q2ab.azurecr.io", secret: false },
        ]);
    });

    it("grants nothing when nobody pulls, and refuses a bad name before anything is registered", async () => {
        expect((await record(() => build({ pullers: {} }))).resources.map(({ name }) => name)).toEqual(["registry", "registry-registry"]);
        const refused = await record(() => {
            expect(() => build({ pullers: { Kubelet: identityHandle() } })).toThrow(
                'pullers["Kubelet"]: a puller\'s name has 1 to 32 lower-case letters',
            );
        });
        expect(refused.resources.map(({ name }) => name)).toEqual(["kubelet", "registry"]);
    });

    it("registers the same resources in a preview, and two of them do not collide", async () => {
        const program = (): ContainerRegistry => build({ pullers: { kubelet: identityHandle(), ci: identityHandle("ci") } });
        expect(urns(await record(program, { preview: true }))).toEqual(urns(await record(program)));
        const both = await record(() => [build(), build({ naming: namingHandle("zzzzzzzz") }, "other")]);
        expect(new Set(urns(both)).size).toBe(8);
        const assignments = both.resources.flatMap(({ inputs }) => inputs["roleAssignmentName"] ?? []);
        expect(new Set(assignments).size).toBe(2);
    });
});

describe("PlatformNamespace", () => {
    const build = (changes: Partial<PlatformNamespaceArgs> = {}, name = "studioml"): PlatformNamespace =>
        new PlatformNamespace(name, { namespace: "studioml", cluster: clusterHandle({}, `${name}-cluster`), ...changes });

    it("S0-50 has a legal name of the platform's own, and leaves the Pod Security labels to podSecurity", () => {
        const check = (namespace: string, labels?: Record<string, string>): string[] =>
            brief(namespaceRules({ namespace, ...(labels === undefined ? {} : { labels }) }));
        expect([check("studioml", { team: "ml" }), check("a"), check("x".repeat(63))]).toEqual([[], [], []]);
        expect(["", "Studio", "-a", "a-", "a_b", "x".repeat(64)].map((name) => check(name))).toEqual(
            Array(6).fill(["error namespace/name @ namespace"]),
        );
        expect(["default", "kube-system", "kube-mine", "gatekeeper-system"].map((name) => check(name))).toEqual(
            Array(4).fill(["error namespace/reserved @ namespace"]),
        );
        expect(check("studioml", { "pod-security.kubernetes.io/enforce": "privileged" })).toEqual([
            'error namespace/pod-security-label @ labels["pod-security.kubernetes.io/enforce"]',
        ]);
    });

    it("warns of what the next stricter level would refuse", () => {
        expect((["privileged", "baseline", "restricted"] as const).map((level) => Object.values(podSecurityLabels(level)))).toEqual([
            ["privileged", "baseline", "baseline"],
            ["baseline", "restricted", "restricted"],
            ["restricted", "restricted", "restricted"],
        ]);
    });

    it("registers one namespace, which dies with its cluster and is made anew with a new one", async () => {
        const recording = await record(() => build({ labels: { team: "ml" } }));
        expect(recording.resources.slice(2).map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual([
            [
                "kubernetes:core/v1:Namespace",
                "studioml-namespace",
                "studioml",
                {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: {
                        name: "studioml",
                        labels: {
                            "app.kubernetes.io/managed-by": "pulumi",
                            team: "ml",
                            "pod-security.kubernetes.io/enforce": "baseline",
                            "pod-security.kubernetes.io/warn": "restricted",
                            "pod-security.kubernetes.io/audit": "restricted",
                        },
                    },
                },
            ],
        ]);
        expect(named(recording, "studioml-namespace").options).toEqual({
            deletedWith: "studioml-cluster",
            replaceWith: ["studioml-cluster"],
            deleteBeforeReplace: true,
        });
        expect(roots(recording)).toEqual(["studioml-cluster", "studioml"]);
        expect(await valueOf(recording.result.namespace)).toEqual({ value: "studioml", secret: false });
    });

    it("registers the same resources in a preview, two do not collide, and a reserved name registers nothing", async () => {
        expect(urns(await record(() => build(), { preview: true }))).toEqual(urns(await record(() => build())));
        const both = await record(() => [build(), build({ namespace: "other" }, "other")]);
        expect(new Set(urns(both)).size).toBe(6);
        const refused = await record(() => {
            expect(() => build({ namespace: "kube-system" })).toThrow("namespace: the namespace belongs to Kubernetes or AKS");
        });
        expect(refused.resources.map(({ name }) => name)).toEqual(["studioml-cluster", "studioml"]);
    });
});
