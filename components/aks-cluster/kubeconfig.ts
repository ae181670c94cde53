import { parse, stringify } from "yaml";

/** Application id of the AKS API server in Entra ID: the same in every tenant (AKS documentation, kubelogin). */
const AKS_SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** A part of a kubeconfig, kept as it came. */
type Section = Readonly<Record<string, unknown>>;

/** The context's name, which the user selects with `kubectl --context`. */
export function contextName(clusterName: string): string {
    return `${clusterName}-context`;
}

/**
 * A kubeconfig that signs in to Entra ID by kubelogin, as whoever the Azure CLI is signed in as. It holds no token and asks
 * nothing, so it works in a pipeline too; `kubelogin` must be installed where it is used.
 *
 * @param raw the user kubeconfig that AKS returns.
 * @throws Error when it is no kubeconfig of a cluster; its content is not repeated.
 */
export function kubeloginKubeconfig(raw: string, clusterName: string): string {
    return render(clusterName, firstOf(raw, "clusters", "cluster"), {
        exec: {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "kubelogin",
            args: ["get-token", "--login", "azurecli", "--server-id", AKS_SERVER_ID],
            interactiveMode: "Never",
            provideClusterInfo: false,
            installHint: "kubelogin is not installed; see https://azure.github.io/kubelogin/install.html or run: az aks install-cli",
        },
    });
}

/**
 * The kubeconfig of the local administrator account, under the same names. It holds a credential that cannot be revoked for one
 * person.
 *
 * @param raw the administrator's kubeconfig that AKS returns.
 * @throws Error when it is no kubeconfig of a cluster; its content is not repeated.
 */
export function adminKubeconfig(raw: string, clusterName: string): string {
    return render(clusterName, firstOf(raw, "clusters", "cluster"), firstOf(raw, "users", "user"));
}

function render(clusterName: string, cluster: Section, user: Section): string {
    const context = contextName(clusterName);
    return stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: clusterName, cluster }],
        contexts: [{ name: context, context: { cluster: clusterName, user: clusterName } }],
        "current-context": context,
        preferences: {},
        users: [{ name: clusterName, user }],
    });
}

/** The first entry of a list of the kubeconfig, for example the cluster in `clusters[0].cluster`. */
function firstOf(raw: string, list: "clusters" | "users", key: "cluster" | "user"): Section {
    const config: unknown = parseQuietly(raw);
    const entries: unknown = isRecord(config) ? config[list] : undefined;
    const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
    const section = isRecord(first) ? first[key] : undefined;
    if (!isRecord(section)) {
        throw new Error(`the kubeconfig that Azure returned has no ${list}[0].${key}; its content is a secret and is not shown`);
    }
    return section;
}

/** The parser's own messages quote the text, which may hold a credential. */
function parseQuietly(raw: string): unknown {
    try {
        return parse(raw);
    } catch {
        throw new Error("the kubeconfig that Azure returned is not YAML; its content is a secret and is not shown");
    }
}

function isRecord(value: unknown): value is Section {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
