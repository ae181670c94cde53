import {
    FluxExtension,
    FluxSources,
    type FluxSourcesArgs,
    type GitSourceSpec,
    OPERATOR_KUSTOMIZATION,
    rabbitMqOperator,
} from "../../components";
import { planKustomizations } from "../../components/flux-sources/plan";
import { fluxRules } from "../../components/flux-sources/rules";
import { SYSTEM_PLACEMENT } from "../../components/core/placement";
import { named, record, roots, urns } from "../support/mocks";
import { clusterHandle } from "../support/mocks-fixtures";

const source = (kustomizations: GitSourceSpec["kustomizations"], changes: Partial<GitSourceSpec> = {}): GitSourceSpec => ({
    repository: "https://github.com/example/operator",
    ref: { tag: "v1.2.3" },
    kustomizations,
    ...changes,
});
const one = { path: "config" };

describe("rules of what Flux applies", () => {
    it("takes pinned sources whose Kustomizations wait for each other in an order", () => {
        const sources = {
            first: source({ definitions: one, operator: { ...one, dependsOn: ["definitions"] } }),
            second: source({ app: { ...one, dependsOn: ["operator"] } }, { ref: { commit: "0123456789abcdef0123456789abcdef01234567" } }),
            rabbitmq: rabbitMqOperator(),
        };
        expect(fluxRules(sources)).toEqual([]);
    });

    it.each<[string, Record<string, GitSourceSpec>, string[]]>([
        ["a branch in place of a tag", { a: source({}, { ref: { tag: "main" } }) }, ["a.ref.tag flux/not-pinned"]],
        ["no tag at all", { a: source({}, { ref: { tag: "" } }) }, ["a.ref.tag flux/not-pinned"]],
        ["a shortened commit", { a: source({}, { ref: { commit: "0123456" } }) }, ["a.ref.commit flux/not-pinned"]],
        ["an address without encryption", { a: source({}, { repository: "http://github.com/a/b" }) }, ["a.repository flux/repository"]],
        ["an address of SSH", { a: source({}, { repository: "ssh://git@github.com/a/b" }) }, ["a.repository flux/repository"]],
        ["a path out of the repository", { a: source({ b: { path: "../x" } }) }, ["a.kustomizations.b.path flux/path"]],
        ["a path from the root of a disk", { a: source({ b: { path: "/etc" } }) }, ["a.kustomizations.b.path flux/path"]],
        ["no time at all", { a: source({ b: { ...one, timeoutMinutes: 0 } }) }, ["a.kustomizations.b.timeoutMinutes flux/timeout"]],
        ["a name that is no label", { A: source({}) }, ["A flux/name"]],
        ["one name twice", { a: source({ x: one }), b: source({ x: one }) }, ["b.kustomizations.x flux/name-twice"]],
        [
            "a dependency that is nowhere",
            { a: source({ x: { ...one, dependsOn: ["y"] } }) },
            ["a.kustomizations.x.dependsOn[0] flux/unknown-dependency"],
        ],
        [
            "a circle, also across sources",
            { a: source({ x: { ...one, dependsOn: ["y"] } }), b: source({ y: { ...one, dependsOn: ["x"] } }) },
            ["a.kustomizations.x.dependsOn flux/circular-dependency", "b.kustomizations.y.dependsOn flux/circular-dependency"],
        ],
    ])("refuse %s", (_what, sources, expected) => {
        expect(fluxRules(sources).map(({ path, rule }) => `${path} ${rule}`)).toEqual(expected);
    });

    it("never show an address with a password in it", () => {
        // secretlint-disable-next-line -- made up
        const found = fluxRules({ a: source({}, { repository: "https://me:hunter2@github.com/a/b" }) });
        expect(found).toHaveLength(1);
        expect(JSON.stringify(found)).not.toContain("hunter2");
    });
});

it("plans each Kustomization after what it waits for, wherever it is written", () => {
    const sources = {
        late: source({ app: { ...one, dependsOn: ["operator"] } }),
        early: source({ operator: { ...one, dependsOn: ["crds"] }, crds: one }),
    };
    expect(planKustomizations(sources).map(({ name }) => name)).toEqual(["crds", "operator", "app"]);
});

describe("FluxExtension", () => {
    it("S1-15 runs only the controllers that are needed, on the system pool too, after everything that AKS would refuse beside it", async () => {
        const recording = await record(() => {
            const cluster = clusterHandle();
            const pool = new FluxExtension("another", { cluster });
            return new FluxExtension("flux", { cluster, after: [pool] });
        });
        const extension = named(recording, "flux-extension");
        expect(extension.inputs).toEqual({
            resourceGroupName: "rg",
            clusterRp: "Microsoft.ContainerService",
            clusterResourceName: "managedClusters",
            clusterName: "aks",
            extensionName: "flux",
            extensionType: "microsoft.flux",
            autoUpgradeMinorVersion: true,
            releaseTrain: "Stable",
            scope: { cluster: { releaseNamespace: "flux-system" } },
            configurationSettings: {
                "helm-controller.enabled": "false",
                "image-automation-controller.enabled": "false",
                "image-reflector-controller.enabled": "false",
                "kustomize-controller.enabled": "true",
                "notification-controller.enabled": "false",
                "source-controller.enabled": "true",
                "toleration-keys": "CriticalAddonsOnly=true:NoSchedule",
            },
        });
        expect(extension.dependencies).toContain("another-extension");
        expect(extension.options).toEqual({ deletedWith: "cluster", replaceWith: ["cluster"], deleteBeforeReplace: true });
    });
});

describe("FluxSources", () => {
    const build = (changes: Partial<FluxSourcesArgs> = {}, name = "sources"): FluxSources => {
        const cluster = clusterHandle({}, `${name}-cluster`);
        const extension = new FluxExtension(`${name}-flux`, { cluster });
        return new FluxSources(name, { cluster, extension, sources: { rabbitmq: rabbitMqOperator() }, ...changes });
    };

    it("S1-15 applies the operator of RabbitMQ at a release, with the release's own image and one service account's rights", async () => {
        const recording = await record(() => build());
        const ofSources = recording.resources.filter(({ parent }) => parent === "sources");
        expect(ofSources.map(({ name }) => name)).toEqual([
            "sources-namespace",
            "sources-account",
            "sources-rights",
            "sources-source-rabbitmq",
            `sources-${OPERATOR_KUSTOMIZATION}`,
        ]);
        const repository = named(recording, "sources-source-rabbitmq");
        expect(repository.inputs).toMatchObject({
            kind: "GitRepository",
            metadata: { name: "rabbitmq", namespace: "flux-sources", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
            spec: { url: "https://github.com/rabbitmq/cluster-operator", ref: { tag: "v2.21.1" }, interval: "1h", timeout: "2m" },
        });
        const kustomization = named(recording, `sources-${OPERATOR_KUSTOMIZATION}`);
        expect(kustomization.inputs).toMatchObject({
            kind: "Kustomization",
            metadata: { name: OPERATOR_KUSTOMIZATION, namespace: "flux-sources", annotations: { "pulumi.com/waitFor": "condition=Ready" } },
        });
        expect(kustomization.inputs["spec"]).toEqual({
            sourceRef: { kind: "GitRepository", name: "rabbitmq" },
            path: "./config/installation",
            serviceAccountName: "flux-applier",
            prune: true,
            wait: true,
            deletionPolicy: "WaitForTermination",
            interval: "1h",
            retryInterval: "30s",
            timeout: "10m",
            patches: [
                {
                    target: { kind: "Deployment" },
                    patch: '[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"ghcr.io/rabbitmq/cluster-operator:2.21.1"}]',
                },
            ],
        });
        expect(named(recording, "sources-rights").inputs).toMatchObject({
            roleRef: { kind: "ClusterRole", name: "cluster-admin" },
            subjects: [{ kind: "ServiceAccount", name: "flux-applier", namespace: "flux-sources" }],
        });
    });

    it("goes before the extension goes, and dies with the cluster", async () => {
        const recording = await record(() => build());
        const ofSources = recording.resources.filter(({ parent }) => parent === "sources");
        const waits = Object.fromEntries(ofSources.map(({ name, dependencies }) => [name, dependencies]));
        expect(waits["sources-namespace"]).toContain("sources-flux-extension");
        expect(waits["sources-source-rabbitmq"]).toContain("sources-rights");
        expect(waits[`sources-${OPERATOR_KUSTOMIZATION}`]).toContain("sources-source-rabbitmq");
        expect(ofSources.map(({ options }) => options)).toEqual(
            Array(5).fill({ deletedWith: "sources-cluster", replaceWith: ["sources-cluster"], deleteBeforeReplace: true }),
        );
        expect(roots(recording)).toEqual(["sources-cluster", "sources-flux", "sources"]);
    });

    it("needs no extension of the same stack", async () => {
        const { resource: _resource, ...referenced } = (await record(() => clusterHandle())).result;
        const recording = await record(() => build({ cluster: referenced, extension: {} }));
        const ofSources = recording.resources.filter(({ parent }) => parent === "sources");
        expect(ofSources.map(({ options }) => options)).toEqual(Array(5).fill({}));
    });

    it("applies each Kustomization after those that it waits for", async () => {
        const sources = { a: source({ crds: one, operator: { ...one, dependsOn: ["crds"], timeoutMinutes: 20 } }) };
        const recording = await record(() => build({ sources }));
        const operator = named(recording, "sources-operator");
        expect(operator.inputs["spec"]).toMatchObject({ dependsOn: [{ name: "crds" }], timeout: "20m" });
        expect(operator.dependencies).toContain("sources-crds");
        expect(Object.keys(recording.result.kustomizations)).toEqual(["crds", "operator"]);
    });

    it("S1-15 puts the operator where the platform's own pods go, and takes its image from a mirror", () => {
        const { kustomizations } = rabbitMqOperator({ mirror: "contoso.azurecr.io/mirror", placement: SYSTEM_PLACEMENT });
        expect(kustomizations[OPERATOR_KUSTOMIZATION].patches[0]?.operations).toEqual([
            {
                op: "replace",
                path: "/spec/template/spec/containers/0/image",
                value: "contoso.azurecr.io/mirror/ghcr.io/rabbitmq/cluster-operator:2.21.1",
            },
            { op: "add", path: "/spec/template/spec/nodeSelector", value: { "kubernetes.azure.com/mode": "system" } },
            {
                op: "add",
                path: "/spec/template/spec/tolerations",
                value: [{ key: "CriticalAddonsOnly", operator: "Equal", value: "true", effect: "NoSchedule" }],
            },
        ]);
    });

    it("registers nothing where a source is not pinned", async () => {
        const broken = record(() => build({ sources: { a: source({}, { ref: { tag: "latest" } }) } }));
        await expect(broken).rejects.toThrow(/sources\.a\.ref\.tag: .*flux\/not-pinned/s);
    });

    it("registers the same in a preview, and twice side by side", async () => {
        const run = async (preview: boolean) => urns(await record(() => build(), { preview }));
        expect(await run(true)).toEqual(await run(false));
        const recording = await record(() => [build(), build({}, "more")]);
        expect(new Set(urns(recording)).size).toBe(recording.resources.length);
    });
});
