/** Labels and taints as Kubernetes takes them; the same for every pool. */

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Whether a text can be the name of a label or taint: a name, with or without a DNS domain before it. */
export function isQualifiedName(key: string): boolean {
    const parts = key.split("/");
    const [prefix, name] = parts.length === 1 ? [undefined, parts[0]] : parts;
    return parts.length <= 2 && name !== undefined && NAME.test(name) && (prefix === undefined || PREFIX.test(prefix));
}

/** Whether a text can be the value of a label or taint. */
export function isLabelValue(value: string): boolean {
    return value === "" || NAME.test(value);
}

/** Whether a name belongs to Kubernetes or AKS, which set or refuse it themselves. */
export function isReservedName(key: string): boolean {
    return /(?:^|\.)(?:kubernetes\.azure\.com|kubernetes\.io|k8s\.io)\//.test(key);
}

/** What is wrong with a label of a user. */
export interface LabelFault {
    readonly kind: "syntax" | "reserved";
    readonly path: string;
    readonly value: string;
    readonly message: string;
}

/** Labels that are none, that are Kubernetes' or AKS's, or that are among those that the pool sets itself. */
export function labelFaults(labels: Readonly<Record<string, string>>, fixed: readonly string[]): LabelFault[] {
    return Object.entries(labels).flatMap(([label, value]): LabelFault[] => {
        const path = `labels[${JSON.stringify(label)}]`;
        if (!isQualifiedName(label) || !isLabelValue(value)) {
            const message =
                "not a Kubernetes label: name and value have at most 63 letters, digits, - _ . and begin and end with a letter or digit";
            return [{ kind: "syntax", path, value, message }];
        }
        return fixed.includes(label) || isReservedName(label)
            ? [{ kind: "reserved", path, value, message: "the label is set by the pool, by AKS or by Kubernetes" }]
            : [];
    });
}
