import { readFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../../azure/request";
import type { KubernetesObject } from "../../kubernetes/object-store";
import type { Properties } from "../../provider/values";
import { FOR_AKS, manifestOf } from "./manifest";

interface Fact {
    readonly name: string;
    readonly requests: Readonly<Record<string, string>>;
    readonly when: readonly { readonly path: string; readonly is?: string | boolean; readonly isNot?: string | boolean }[];
}

const facts = (JSON.parse(readFileSync(join(__dirname, "..", "data", "system-workloads.json"), "utf8")) as { workloads: Fact[] }).workloads;

/** The daemon sets that AKS runs on every node of a cluster, which depend on its network, its drivers and its add-ons. */
export function systemWorkloads(clusterBody: Properties): KubernetesObject[] {
    const holds = ({ path, is, isNot }: Fact["when"][number]): boolean => {
        const value = at(clusterBody, ...path.split("."));
        return is === undefined ? value !== isNot : value === is;
    };
    return facts
        .filter(({ when }) => when.every(holds))
        .map(({ name, requests }) =>
            manifestOf({
                kind: "DaemonSet",
                name,
                namespace: "kube-system",
                madeFor: FOR_AKS,
                image: `mcr.microsoft.com/rehearsed/${name}`,
                requests,
                pod: { hostNetwork: true, priorityClassName: "system-node-critical", tolerations: [{ operator: "Exists" }] },
            }),
        );
}
