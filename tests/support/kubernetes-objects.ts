import type { Properties } from "../../rehearsal/provider/values";
import { merged } from "../simulation/kubernetes/cluster";

export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SERVICE = "kubernetes:core/v1:Service";
export const JOB = "kubernetes:batch/v1:Job";
export const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
export const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
export const WIDGET = "kubernetes:example.org/v1:Widget";

export const details = (text: string | RegExp): { readonly details: string } => ({
    details: (typeof text === "string" ? expect.stringContaining(text) : expect.stringMatching(text)) as string,
});
export const container: Properties = { name: "c", image: "example.org/c:1", resources: { requests: { cpu: "1000m", memory: "1024Mi" } } };
export const podSpec = (containers: Properties[] = [container]): Properties => ({ containers, hostNetwork: false, nodeSelector: {} });
export const deployment = (namespace: string, change: Properties = {}): Properties =>
    merged(
        {
            metadata: { name: "app", namespace },
            spec: {
                replicas: 2,
                selector: { matchLabels: { app: "a" } },
                template: { metadata: { labels: { app: "a" } }, spec: podSpec() },
            },
        },
        change,
    );
export const job = (namespace: string, name = "run"): Properties => ({
    metadata: { name, namespace },
    spec: { backoffLimit: 0, template: { spec: { ...podSpec(), restartPolicy: "Never" } } },
});
export const widgets: Properties = {
    metadata: { name: "widgets.example.org" },
    spec: {
        group: "example.org",
        scope: "Namespaced",
        names: { kind: "Widget", plural: "widgets", singular: "widget", listKind: "WidgetList" },
        versions: [
            {
                name: "v1",
                served: true,
                storage: true,
                subresources: { status: {} },
                schema: {
                    openAPIV3Schema: {
                        type: "object",
                        properties: {
                            spec: {
                                type: "object",
                                properties: { size: { type: "integer", maximum: 10 }, port: { x_kubernetes_int_or_string: true } },
                            },
                            status: { type: "object", x_kubernetes_preserve_unknown_fields: true },
                        },
                    },
                },
            },
        ],
    },
};
