import type * as pulumi from "@pulumi/pulumi";

/** Who is told when an alert fires. */
export type AlertSpec =
    | { readonly kind: "none" }
    | { readonly kind: "webhook"; readonly url: pulumi.Input<string> }
    | { readonly kind: "slack"; readonly webhookUrl: pulumi.Input<string>; readonly channel: string }
    | { readonly kind: "pagerduty"; readonly routingKey: pulumi.Input<string> };

/** How the power that GPUs draw is measured. */
export type EnergySpec =
    | { readonly kind: "none" }
    /** NVIDIA's exporter: watts of each GPU, by pod. */
    | { readonly kind: "dcgm"; /** @default 30 */ readonly intervalSeconds?: number }
    /** Kepler beside NVIDIA's exporter: shares GPU power among processes. Needs privileged pods, and its GPU part is experimental. */
    | { readonly kind: "kepler"; /** @default 30 */ readonly intervalSeconds?: number };

/** Metrics, dashboards and alerts. */
export type MonitoringSpec =
    | { readonly kind: "none" }
    /** Prometheus, Alertmanager and Grafana from kube-prometheus-stack. */
    | {
          readonly kind: "kube-prometheus-stack";
          /** @default 15 */
          readonly retentionDays?: number;
          /** @default 50 */
          readonly storageGiB?: number;
          /** Whether Grafana is reached through the platform's ingress, at `grafana.<host>`. @default "cluster" */
          readonly grafana?: "cluster" | "ingress";
          /** @default { kind: "none" } */
          readonly alerts?: AlertSpec;
          /** @default { kind: "none" } */
          readonly energy?: EnergySpec;
      };

/** What is used for what is left out. */
export const MONITORING_DEFAULTS = { retentionDays: 15, storageGiB: 50, grafana: "cluster", intervalSeconds: 30 } as const;
