import { checkConfig } from "../../stacks/config/check";
import type { RuleId } from "../../stacks/config/rules/rule-table";
import { PLATFORM_CASES } from "./rule-cases/platform-data";
import type { FileCase } from "./rule-cases/rule-case";
import { type Edit, edited, toRaw } from "./support/stack-config";

const rulesFound = (stack: string, edits: readonly Edit[]): string[] =>
    checkConfig(toRaw(edited(stack, edits)), stack).findings.map(({ rule }) => rule);

/** Demands of the source documents that a rule refuses, or warns of. */
const BY_RULE: readonly (readonly [title: string, rule: RuleId & keyof typeof PLATFORM_CASES])[] = [
    ["S0-11 records go into a zone that holds the host", "dns/zone-does-not-hold-host"],
    ["S0-13 Let's Encrypt needs a public zone", "certificates/zone-id"],
    ["S0-41 a profile of seven nodes has exactly seven", "shakudo/profile-nodes"],
    ["S0-50 a prefix leaves room for the namespaces", "shakudo/namespace-prefix"],
    ["S0-52 a revision of the add-on that has ended", "mesh/revision-ended"],
    ["S0-52 the add-on where the gateway asks for a sign-in", "platform/mesh-extension-providers"],
    ["S0-53 a gateway that is open to everyone", "ingress/open-to-everyone"],
    ["S0-60 a repository that no deploy key reads", "shakudo/git-repository"],
    ["S0-65 no chart", "platform/section-missing"],
    ["S0-70 a sign-in for anyone with a Google account", "sso/provider-unrestricted"],
    ["S0-80 events over plain HTTP", "shakudo/event-endpoint"],
    ["S1-9 a pull secret for an Azure registry", "image-registries/azure"],
    ["S1-21 a runner that no node has room for", "platform/pod-too-large"],
    ["S2-4 disks that attach to machines in zones only", "katonic/premium-v2-zones"],
    ["S2-5 NFS shares without a private endpoint", "katonic/files-private-endpoint"],
    ["S2-9 no blob store", "platform/object-store"],
    ["S2-12 S2-24 nodes below the vendor's minimum", "katonic/node-too-small"],
    ["S2-14 a host that no certificate can be had for", "ingress/host-syntax"],
    ["S2-16 an Application Gateway without its subnet", "ingress/application-gateway-subnet"],
    ["S2-17 a corporate authority whose key is in no vault", "mesh/key-vault"],
    ["S2-19 one pool for the platform and for jobs", "katonic/same-pool"],
    ["S3-21 pipelines without an S3 gateway", "kubeflow/pipelines-object-store"],
    ["S3-29 a provider whose issuer is no address", "sso/issuer"],
    ["S3-35 no sign-in but a static user", "platform/sign-in"],
    ["S4-4 homes on NFS without a private endpoint", "jupyter-hub/files-private-endpoint"],
    ["S4-6 GPU servers that are never culled", "jupyter-hub/culling-off"],
    ["S4-7 GitHub without organizations or users", "sso/github-nobody"],
    ["S4-8 a certificate with its private key in clear text", "certificates/pem"],
    ["S4-9 an SSH port that is open to everyone", "jupyter-hub/ssh-open-to-everyone"],
    ["S4-11 an SSH server that nobody maintains", "jupyter-hub/ssh-unmaintained"],
    ["S4-14 power of processors", "monitoring/kepler-cpu"],
    ["S4-21 dashboards without a sign-in", "monitoring/grafana-sign-in"],
];

/** Demands that no key expresses: the configuration refuses the attempt. */
const BY_FORM: readonly (readonly [title: string, stack: string, edit: Edit, rule: string])[] = [
    [
        "S0-53 S0-54 more ports than 80 and 443",
        "sai",
        [
            ["ingress", "ports"],
            [15012, 6443],
        ],
        "config/unknown-key",
    ],
    ["S0-63 Azure credentials as JSON", "shakudo", [["shakudo", "azureCredentials"], "{}"], "config/unknown-key"],
    ["S0-74 tokens for passwords", "shakudo", [["sso", "passwordGrant"], true], "config/unknown-key"],
    ["S1-13 a broker's password beside its address", "studioml", [["studioml", "queue", "password"], "x"], "config/unknown-key"],
    ["S1-17 MinIO on a machine of its own", "katonic", [["objectStore", "kind"], "minio"], "config/not-allowed"],
    ["S2-6 disks of another cloud", "katonic", [["katonic", "disks", "sku"], "gp2"], "config/not-allowed"],
    ["S2-7 disks that turn", "katonic", [["katonic", "disks", "sku"], "Standard_LRS"], "config/not-allowed"],
    ["S3-13 nodes of Ubuntu 22.04", "kubeflow", [["nodeScaling", "imageFamily"], "Ubuntu2204"], "config/not-allowed"],
    ["S3-20 S3-22 a storage account's key", "kubeflow", [["objectStore", "accountKey"], "x"], "config/unknown-key"],
    ["S3-28 S3-34 oidc-authservice", "kubeflow", [["kubeflow", "authservice"], {}], "config/unknown-key"],
    ["S4-10 SSH without checking certificates", "sai", [["sai", "ssh", "image"], "x"], "config/unknown-key"],
    ["S4-12 SFTP", "sai", [["sai", "ssh", "sftp"], true], "config/unknown-key"],
];

describe("what the source documents ask for, and should not", () => {
    it.each(BY_RULE)("%s: %s speaks, and is silent where it is put right", (_title, rule) => {
        const { stack = "prod", breaks, satisfies } = PLATFORM_CASES[rule] as FileCase;
        expect(rulesFound(stack, breaks)).toContain(rule);
        expect(rulesFound(stack, satisfies)).not.toContain(rule);
    });

    it("S1-21 a runner that wants GPUs where there are none is sent to the pools that have them, not to larger machines", () => {
        const jobs: Edit = [["pools", "jobs"], { size: "Standard_D8ds_v5", minCount: 0, maxCount: 4 }];
        const worker: Edit = [["studioml", "runner", "workers", "small", "pool"], "jobs"];
        const found = checkConfig(toRaw(edited("studioml", [jobs, worker])), "studioml").findings;
        expect(found.filter(({ path }) => path.endsWith(".gpus")).map(({ rule, fix }) => [rule, fix])).toEqual([
            ["platform/pod-too-large", "ask for none, or use a pool of gpuPools"],
        ]);
    });

    it.each(BY_FORM)("%s: refused by the form alone", (_title, stack, edit, rule) => {
        const before = checkConfig(toRaw(edited(stack, [])), stack).findings.filter(({ severity }) => severity === "error");
        const after = checkConfig(toRaw(edited(stack, [edit])), stack).findings.filter(({ severity }) => severity === "error");
        const fresh = after.filter(({ path }) => !before.some((one) => one.path === path));
        expect(fresh.map((one) => [one.path, one.rule])).toEqual([[edit[0].join("."), rule]]);
    });
});
