import { z } from "zod";
import { CLUSTER_DEFAULTS } from "../../../components/aks-cluster/rules";
import { findKubernetesVersion, KUBERNETES_VERSIONS } from "../../../components/core/kubernetes-versions";
import { sizeChoices } from "./size-choices";

export const zonesSchema = z
    .array(z.enum(["1", "2", "3"]))
    .min(1)
    .max(3);

const access = z
    .discriminatedUnion("kind", [
        z
            .strictObject({ kind: z.literal("public") })
            .meta({ description: "Anyone on the internet reaches it; credentials decide who gets in." }),
        z
            .strictObject({
                kind: z.literal("restricted"),
                authorizedIpRanges: z
                    .array(z.string())
                    .min(1)
                    .meta({
                        description:
                            "Public IPv4 ranges or addresses that may connect. The machine that runs Pulumi must be in one of them.",
                        examples: [["198.51.100.7/32"]],
                    }),
            })
            .meta({ description: "A public address that only the given ranges reach." }),
        z
            .strictObject({
                kind: z.literal("private"),
                dnsZone: z
                    .string()
                    .default("system")
                    .meta({
                        description:
                            "`system`: AKS makes a private zone. `none`: the name is public, the address private. Or the ARM id of your own zone.",
                        examples: ["system", "none"],
                    }),
            })
            .meta({ description: "Reached only from the network and what is connected to it; Pulumi must run inside." }),
    ])
    .meta({
        description: "Who reaches the API server. A change between `private` and the other kinds replaces the cluster.",
        examples: [{ kind: "restricted", authorizedIpRanges: ["198.51.100.7/32"] }, { kind: "public" }],
    });

const systemPool = z
    .strictObject({
        size: z.string().meta({
            description: "Azure VM size: at least 2 vCPUs and 4 GiB, no GPU, no B series.",
            examples: ["Standard_D2ds_v5"],
            ...sizeChoices("system"),
        }),
        minCount: z
            .int()
            .min(1)
            .meta({ description: "Smallest number of nodes. Unit: nodes.", examples: [1, 3] }),
        maxCount: z
            .int()
            .min(1)
            .meta({ description: "Largest number of nodes. Unit: nodes.", examples: [2, 6] }),
        zones: zonesSchema.exactOptional().meta({
            description: "Availability zones that the nodes are spread over. Left out, Azure picks one.",
            examples: [["1", "2", "3"]],
        }),
        osDiskSizeGiB: z
            .int()
            .min(30)
            .max(2048)
            .default(CLUSTER_DEFAULTS.systemPoolOsDiskSizeGiB)
            .meta({ description: "Managed disk of each node. Unit: GiB.", examples: [128] }),
    })
    .meta({
        description:
            "The nodes of the cluster's own add-ons; GPU jobs never run here. It counts when the cluster is created: later changes here are ignored, and `az aks nodepool update` changes the counts.",
        examples: [{ size: "Standard_D2ds_v5", minCount: 1, maxCount: 2 }],
    });

const { window } = CLUSTER_DEFAULTS.upgrades;
const upgrades = z
    .strictObject({
        kubernetes: z.enum(["patch", "stable", "rapid", "node-image", "none"]).default(CLUSTER_DEFAULTS.upgrades.kubernetes).meta({
            description:
                "`patch` keeps the minor version; `stable` and `rapid` raise it too; `node-image` and `none` leave Kubernetes alone.",
        }),
        nodeOs: z
            .enum(["NodeImage", "SecurityPatch", "Unmanaged", "None"])
            .default(CLUSTER_DEFAULTS.upgrades.nodeOs)
            .meta({
                description: "How the nodes' operating system is patched.",
                enumDescriptions: [
                    "a new node image about once a week, in the window",
                    "security fixes as they come, in the window; fewer nodes are made anew",
                    "the system's own nightly updates; restarting nodes is up to you",
                    "not at all",
                ],
            }),
        window: z
            .strictObject({
                dayOfWeek: z
                    .enum(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
                    .default(window.dayOfWeek)
                    .meta({ description: "Day of the week on which it opens." }),
                startTime: z
                    .string()
                    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
                    .default(window.startTime)
                    .meta({ description: "Local time at which it opens, HH:mm, in quotes.", examples: ["02:00"] }),
                durationHours: z
                    .int()
                    .min(4)
                    .max(24)
                    .default(window.durationHours)
                    .meta({ description: "How long it is open. Unit: hours." }),
                utcOffset: z
                    .string()
                    .regex(/^[+-]\d{2}:\d{2}$/)
                    .default(window.utcOffset)
                    .meta({ description: "What local time means: offset from UTC, +HH:mm or -HH:mm, in quotes.", examples: ["+01:00"] }),
            })
            .default({ ...window })
            .meta({
                description: "Once a week, when AKS may upgrade. Nodes are drained one after the other then, and the jobs on them stop.",
            }),
    })
    .default({ ...CLUSTER_DEFAULTS.upgrades, window: { ...window } })
    .meta({ description: "What AKS upgrades by itself, and when." });

const logs = z
    .strictObject({
        retentionDays: z.int().min(30).max(730).default(CLUSTER_DEFAULTS.logs.retentionDays).meta({
            description: "How long the control plane's logs are kept. Unit: days; the first 31 are in the price of what comes in.",
        }),
        auditReads: z
            .boolean()
            .default(CLUSTER_DEFAULTS.logs.auditReads)
            .meta({ description: "Also log requests that only read. Several times the volume, which Azure bills." }),
    })
    .default({ ...CLUSTER_DEFAULTS.logs })
    .meta({ description: "Logs of the control plane, in a Log Analytics workspace of the cluster's own." });

export const clusterSchema = z
    .strictObject({
        kubernetesVersion: z
            .string()
            .default(CLUSTER_DEFAULTS.kubernetesVersion)
            .meta({
                description:
                    "Minor version, in quotes; Azure picks the newest patch. Raise it one minor version at a time; it never goes down.",
                examples: KUBERNETES_VERSIONS.filter(({ minor }) => findKubernetesVersion(minor)?.status === "supported").map(
                    ({ minor }) => minor,
                ),
            }),
        tier: z.enum(["Free", "Standard", "Premium"]).default(CLUSTER_DEFAULTS.tier).meta({
            description: "Free has no uptime guarantee; Standard costs 0.10 USD an hour; Premium, 0.60 USD, adds long-term support.",
        }),
        access,
        podNetworking: z
            .enum(["overlay", "node-subnet"])
            .default(CLUSTER_DEFAULTS.podNetworking)
            .meta({
                description:
                    "Where pods get their addresses. With `node-subnet` the network reaches them directly, and each node takes an address for itself and one for each of its `maxPods`. Azure turns `node-subnet` into `overlay`, never back.",
                enumDescriptions: ["from podCidr, a range inside the cluster", "from the nodes' subnet"],
            }),
        dataplane: z.enum(["cilium", "azure"]).default(CLUSTER_DEFAULTS.dataplane).meta({
            description:
                "What moves packets between pods: Cilium's eBPF programs, or the kernel's iptables. Azure turns `azure` into `cilium`, never back.",
        }),
        networkPolicy: z.enum(["cilium", "calico", "azure", "none"]).default(CLUSTER_DEFAULTS.networkPolicy).meta({
            description:
                "Who enforces network policies. With `none` they are accepted and ignored. `azure` retires on 2028-09-30. Changing it makes every node anew.",
        }),
        podCidr: z
            .string()
            .default(CLUSTER_DEFAULTS.podCidr)
            .meta({
                description: "IPv4 range of the pods, inside the cluster: a /24 for each node. Changing it replaces the cluster.",
                examples: ["10.244.0.0/16"],
            }),
        serviceCidr: z
            .string()
            .default(CLUSTER_DEFAULTS.serviceCidr)
            .meta({
                description: "IPv4 range of the services, smaller than /12. Changing it replaces the cluster.",
                examples: ["172.20.0.0/16"],
            }),
        dnsServiceIp: z
            .string()
            .exactOptional()
            .meta({
                description:
                    "Address of the cluster's DNS, inside serviceCidr. Left out, the tenth after the range's first. Changing it replaces the cluster.",
                examples: ["172.20.0.10"],
            }),
        systemPool,
        upgrades,
        adminGroupObjectIds: z
            .array(z.string())
            .default([])
            .meta({
                description:
                    "Object ids of the Entra ID groups whose members administer the cluster. At least one, unless adminKubeconfig.",
                examples: [["11111111-2222-3333-4444-555555555555"]],
            }),
        adminKubeconfig: z.boolean().default(CLUSTER_DEFAULTS.adminKubeconfig).meta({
            description:
                "Keep the local administrator account and hand out its kubeconfig: no sign-in, and it cannot be revoked for one person.",
        }),
        logs,
    })
    .meta({
        description: "The AKS cluster.",
        examples: [
            { access: { kind: "public" }, adminKubeconfig: true, systemPool: { size: "Standard_D2ds_v5", minCount: 1, maxCount: 2 } },
        ],
    });
