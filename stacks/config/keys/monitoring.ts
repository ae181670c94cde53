import { z } from "zod";
import { MONITORING_DEFAULTS } from "../../../components/monitoring/rules";
import { noneSchema } from "./none";
import { NONE_ONLY, NOT_BUILT } from "./not-built";
import { secretText } from "./secret-text";

const intervalSeconds = z
    .int()
    .min(5)
    .max(300)
    .default(MONITORING_DEFAULTS.intervalSeconds)
    .meta({ description: "How often power is read. Shorter means more to store. Unit: seconds." });

const alerts = z
    .discriminatedUnion("kind", [
        noneSchema("Alerts are seen in Alertmanager only."),
        z
            .strictObject({
                kind: z.literal("webhook"),
                url: secretText({ description: "Address that alerts are posted to; it often holds a token." }),
            })
            .meta({ description: "Alertmanager's own JSON, posted to an address." }),
        z
            .strictObject({
                kind: z.literal("slack"),
                webhookUrl: secretText({ description: "Address of the incoming webhook; who has it can post." }),
                channel: z
                    .string()
                    .regex(/^#[\w-]+$/)
                    .meta({ description: "Channel, with its #, in quotes.", examples: ["#ml-platform-alerts"] }),
            })
            .meta({ description: "Messages in a Slack channel." }),
        z
            .strictObject({
                kind: z.literal("pagerduty"),
                routingKey: secretText({ description: "Integration key of the service (Events API v2)." }),
            })
            .meta({ description: "Incidents in PagerDuty." }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "Who is told when an alert fires.", examples: [{ kind: "none" }] });

const energy = z
    .discriminatedUnion("kind", [
        noneSchema("Power is not measured."),
        z.strictObject({ kind: z.literal("dcgm"), intervalSeconds }).meta({
            description: "NVIDIA's exporter on every GPU node: watts of each GPU, by pod and user.",
        }),
        z.strictObject({ kind: z.literal("kepler"), intervalSeconds }).meta({
            description:
                "Kepler beside it: GPU power by process. Privileged and experimental; CPU power stays empty, since Azure shows no meter.",
        }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: "How the power that GPUs draw is measured.", examples: [{ kind: "dcgm" }] });

export const monitoringSchema = z
    .discriminatedUnion("kind", [
        noneSchema("Only the control plane's logs are kept."),
        z
            .strictObject({
                kind: z.literal("kube-prometheus-stack"),
                retentionDays: z
                    .int()
                    .min(1)
                    .max(365)
                    .default(MONITORING_DEFAULTS.retentionDays)
                    .meta({ description: "How long metrics are kept, as far as the disk has room. Unit: days." }),
                storageGiB: z
                    .int()
                    .min(1)
                    .max(4096)
                    .default(MONITORING_DEFAULTS.storageGiB)
                    .meta({ description: "Disk for metrics. It can grow, not shrink. Unit: GiB." }),
                grafana: z
                    .enum(["cluster", "ingress"])
                    .default(MONITORING_DEFAULTS.grafana)
                    .meta({
                        description: "How Grafana is reached.",
                        enumDescriptions: ["By `kubectl port-forward` only", "At grafana.<host>, behind the sign-in"],
                    }),
                alerts,
                energy,
            })
            .meta({ description: `Prometheus, Alertmanager and Grafana in the cluster: about 2 vCPUs, 6 GiB and a disk. ${NOT_BUILT}` }),
    ])
    .prefault({ kind: "none" })
    .meta({ description: `Metrics, dashboards and alerts. ${NONE_ONLY}`, examples: [{ kind: "kube-prometheus-stack" }] });
