import type { Rehearsal } from "../rehearsal";
import type { PlannedContainer } from "./gateway";
import type { S3Endpoint } from "./stand";

const CONTAINER = "azure-native:storage:BlobContainer";

interface Pod {
    readonly containers: readonly (PlannedContainer & { readonly name: string })[];
    readonly volumes?: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
}

/** The S3 endpoint of a stack that stands in a rehearsal: the Deployment and the Secrets of its API server, the containers of its state. */
export async function rehearsedEndpoint(rehearsal: Rehearsal, stack: string, namespace: string): Promise<S3Endpoint> {
    const get = async (kind: string, name: string): Promise<Record<string, unknown>> => {
        const { stdout } = await rehearsal.ok("-s", stack, "kubectl", "get", kind, name, "--namespace", namespace, "--output", "json");
        return JSON.parse(stdout) as Record<string, unknown>;
    };
    const secret = async (name: string): Promise<Record<string, string>> => {
        const { data } = (await get("secret", name)) as { readonly data: Readonly<Record<string, string>> };
        return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
    };
    const { spec } = (await get("deployment", "minio")) as { readonly spec: { readonly template: { readonly spec: Pod } } };
    const { containers, volumes = [] } = spec.template.spec;
    const container = containers.find(({ name }) => name === "gateway");
    if (container === undefined) {
        throw new Error("the pod of the S3 endpoint has no container called gateway");
    }
    const mounts: Record<string, Record<string, string>> = {};
    for (const { name, secret: source } of volumes) {
        if (source !== undefined) {
            mounts[name] = await secret(source.secretName);
        }
    }
    const [root] = container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.name ?? []);
    const made = (await rehearsal.state(stack)).filter(({ type }) => type === CONTAINER).map(({ inputs = {} }) => inputs);
    return {
        account: String(made[0]?.["accountName"]),
        containers: Object.fromEntries(
            made.map(({ containerName, metadata = {} }) => [String(containerName), metadata as Readonly<Record<string, string>>]),
        ),
        container,
        root: root === undefined ? {} : await secret(root),
        mounts,
    };
}
