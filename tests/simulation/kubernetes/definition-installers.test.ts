import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import {
    definitionsOf,
    definitionsOfManifests,
    definitionsOfPart,
    type ReleaseOptions,
} from "../../../rehearsal/kubernetes/definitions/installers";
import { objectsOfCluster } from "../../../rehearsal/kubernetes/definitions/cluster-objects";
import type { Properties } from "../../../rehearsal/provider/values";

/** What a release does with each definition: `<plural> <place> <at an upgrade> <at its end>`. */
function brought(chart: string, version: string, values: Properties = {}, options: ReleaseOptions = {}): string[] {
    return definitionsOf({ chart, version }, values, options).map(({ facts, place, onUpgrade, onUninstall }) =>
        [facts.plural, place, onUpgrade, onUninstall].join(" "),
    );
}

const plurals = (facts: readonly { plural: string }[]): string[] => facts.map(({ plural }) => plural);

describe("the definitions that a chart brings", () => {
    it("with cert-manager only when they are asked for, and they stay unless told otherwise", () => {
        expect(brought("cert-manager", "v1.21.1")).toEqual([]);
        const kept = ["challenges", "orders", "certificaterequests", "certificates", "clusterissuers", "issuers"];
        const lines = (end: string): string[] => kept.map((plural) => `${plural} templates applied ${end}`).sort();
        expect(brought("cert-manager", "v1.21.1", { crds: { enabled: true } }).sort()).toEqual(lines("kept"));
        expect(brought("cert-manager", "v1.21.1", { installCRDs: true }).sort()).toEqual(lines("kept"));
        expect(brought("cert-manager", "v1.21.1", { crds: { enabled: true, keep: false } }).sort()).toEqual(lines("removed"));
        expect(brought("cert-manager", "v1.21.1", { crds: null, installCRDs: true }).sort()).toEqual(lines("removed"));
    });

    it("from a crds folder stay as they are, unless a job of the chart applies or deletes them", () => {
        const policies = (values: Properties, options: ReleaseOptions = {}) =>
            brought("gpu-operator", "v26.7.0", values, options).filter((line) =>
                /^(clusterpolicies|computedomains|nodefeatures) /.test(line),
            );
        expect(policies({})).toEqual([
            "clusterpolicies crds-folder applied kept",
            "computedomains crds-folder applied kept",
            "nodefeatures crds-folder applied kept",
        ]);
        expect(policies({ operator: { upgradeCRD: false, cleanupCRD: true }, nfd: { enabled: false } })).toEqual([
            "clusterpolicies crds-folder left removed",
            "computedomains crds-folder left kept",
        ]);
        expect(policies({ operator: { cleanupCRD: true } }, { disableWebhooks: true })).toEqual([
            "clusterpolicies crds-folder left kept",
            "computedomains crds-folder left kept",
            "nodefeatures crds-folder left kept",
        ]);
        expect(policies({}, { skipCrds: true })).toEqual([]);
    });

    it("of a subchart come with its condition, the first one that is set", () => {
        const device = (values: Properties) => brought("nvidia-device-plugin", "0.20.0", values).length;
        expect([
            device({}),
            device({ gfd: { enabled: true } }),
            device({ gfd: { enabled: true }, nfd: { enabled: false } }),
            device({ nfd: { enabled: true } }),
        ]).toEqual([0, 3, 0, 3]);
    });

    it("can be left out one by one", () => {
        const names = (values: Properties) =>
            plurals(definitionsOf({ chart: "oci://mirror.example.com/istio/base", version: "1.31.1" }, values).map(({ facts }) => facts));
        const all = names({});
        expect(all).toHaveLength(15);
        const without = ["gateways.networking.istio.io", "sidecars.networking.istio.io"];
        expect(names({ base: { excludedCRDs: without } })).toEqual(all.filter((plural) => plural !== "gateways" && plural !== "sidecars"));
        expect(names({ base: { excludedCRDs: without, enableCRDTemplates: false } })).toEqual(all);
        expect(names({ global: { resourceScope: "NAMESPACE" } })).toEqual([]);
    });

    it("of external-secrets each have their switch, and an annotation that keeps them", () => {
        expect(
            brought("external-secrets", "2.9.0", { crds: { createPushSecret: false, annotations: { "helm.sh/resource-policy": "keep" } } }),
        ).toEqual([
            "externalsecrets templates applied kept",
            "clusterexternalsecrets templates applied kept",
            "clustersecretstores templates applied kept",
            "secretstores templates applied kept",
        ]);
        expect(brought("external-secrets", "2.9.0", { installCRDs: false })).toEqual([]);
        expect(brought("external-secrets", "2.9.0")[0]).toBe("externalsecrets templates applied removed");
    });

    it.each([
        ["kube-prometheus-stack", "88.5.3", "podmonitors crds-folder left kept"],
        ["cloudnative-pg", "0.29.0", "clusters templates applied kept"],
        ["velero", "12.1.0", "schedules crds-folder applied kept"],
        ["external-dns", "1.21.1", "dnsendpoints crds-folder left kept"],
        ["node-feature-discovery", "0.19.0", "nodefeaturerules crds-folder left kept"],
        ["karpenter", "1.10.2", "nodepools crds-folder left kept"],
        ["karpenter-crd", "1.14.2", "nodepools templates applied removed"],
    ])("with %s %s by default", (chart, version, line) => {
        expect(brought(chart, version)).toContain(line);
    });

    it.each([
        ["kube-prometheus-stack", "88.5.3", { crds: { enabled: false } }],
        ["cloudnative-pg", "0.29.0", { crds: { create: false } }],
        ["dcgm-exporter", "4.8.2", {}],
        ["jupyterhub-ssh", "0.0.1-0.dev.git.149.he5107a4", {}],
    ])("are none with %s %s and %j", (chart, version, values) => {
        expect(brought(chart, version, values)).toEqual([]);
    });

    it("are those of the chart's version", () => {
        const release = (version: string) => definitionsOf({ chart: "karpenter-crd", version }, {})[0]?.facts.release;
        expect([release("1.10.2"), release("1.13.9"), release("1.14.2")]).toEqual([
            "karpenter-1.10.2",
            "karpenter-1.10.2",
            "karpenter-1.14.2",
        ]);
    });

    it("are an error where nobody looked", () => {
        expect(() => brought("dex", "0.24.0")).toThrow(
            'nobody looked which definitions chart "dex" brings; add it to rehearsal/kubernetes/definitions/installers.json',
        );
        expect(() => brought("cert-manager", "v1.22.0")).toThrow(
            'nobody looked which definitions chart "cert-manager" version v1.22.0 brings, only of versions from 1.21.0 to below 1.22.0; add it to rehearsal/kubernetes/definitions/installers.json',
        );
    });

    it("are known for every chart that a rehearsal can release", () => {
        const folder = path.join(__dirname, "../../../rehearsal/kubernetes/charts");
        const tables = readdirSync(folder).filter((file) => file.endsWith(".json"));
        expect(tables).toContain("gpu-operator.json");
        for (const file of tables) {
            const { chart, versions } = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as { chart: string; versions: object };
            for (const version of Object.keys(versions)) {
                expect(() => definitionsOf({ chart, version }, {})).not.toThrow();
            }
        }
    });
});

describe("what AKS puts into a cluster", () => {
    it("S2-4 S2-5 is its storage classes, one of them the default, and the definitions of its parts", () => {
        const objects = objectsOfCluster();
        const classes = objects.filter(({ kind }) => kind === "StorageClass");
        expect(classes.map(({ metadata }) => (metadata as Properties)["name"])).toEqual(
            "default managed managed-csi managed-csi-premium managed-premium azurefile azurefile-csi azurefile-csi-premium azurefile-premium".split(
                " ",
            ),
        );
        const isDefault = { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } };
        expect(classes.filter(({ metadata }) => "annotations" in (metadata as Properties))).toEqual([
            expect.objectContaining({ provisioner: "disk.csi.azure.com" }),
        ]);
        expect(classes[0]).toMatchObject({ metadata: isDefault, volumeBindingMode: "WaitForFirstConsumer", reclaimPolicy: "Delete" });
        const rest = objects.filter(({ kind }) => kind !== "StorageClass");
        expect(rest.map(({ metadata }) => (metadata as Properties)["name"])).toEqual([
            "volumesnapshotclasses.snapshot.storage.k8s.io",
            "volumesnapshotcontents.snapshot.storage.k8s.io",
            "volumesnapshots.snapshot.storage.k8s.io",
        ]);
        expect(objectsOfCluster([])).toEqual(classes);
    });
});

describe("definitions without a chart", () => {
    it("come with the manifests in a folder of a repository, and below and above it", () => {
        const kubeflow = "https://github.com/kubeflow/community-distribution.git";
        expect(plurals(definitionsOfManifests(kubeflow, "./applications/jupyter/notebook-controller/upstream/overlays/kubeflow"))).toEqual([
            "notebooks",
        ]);
        expect(plurals(definitionsOfManifests(kubeflow, "applications/tensorboard"))).toEqual(["tensorboards"]);
        expect(plurals(definitionsOfManifests(kubeflow, "applications/jupyter/jupyter-web-app/upstream/overlays/istio"))).toEqual([]);
        expect(plurals(definitionsOfManifests("ssh://git@github.com/keycloak/keycloak-k8s-resources", "./kubernetes/"))).toEqual([
            "keycloakrealmimports",
            "keycloaks",
        ]);
        expect(plurals(definitionsOfManifests("https://github.com/rabbitmq/cluster-operator", "config/installation"))).toEqual([
            "rabbitmqclusters",
        ]);
        expect(definitionsOfManifests(kubeflow, "./").length).toBeGreaterThan(40);
    });

    it("are none for a repository or a folder that nobody looked into", () => {
        expect(definitionsOfManifests("https://github.com/example/apps", "./")).toEqual([]);
        expect(definitionsOfManifests("https://github.com/keycloak/keycloak-k8s-resources", "kubernetes-old")).toEqual([]);
    });

    it("come with parts of AKS", () => {
        expect(plurals(definitionsOfPart("snapshot-controller"))).toEqual([
            "volumesnapshotclasses",
            "volumesnapshotcontents",
            "volumesnapshots",
        ]);
        expect(plurals(definitionsOfPart("node-auto-provisioning"))).toEqual(["aksnodeclasses", "nodeclaims", "nodeoverlays", "nodepools"]);
        expect(plurals(definitionsOfPart("flux-extension"))).toEqual(["kustomizations", "gitrepositories"]);
    });
});
