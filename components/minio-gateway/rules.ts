import { type Finding, findingsOf, joinPath, keyStep } from "../core/findings";
import { S3_GATEWAY_RULES } from "./rule-table";
import { S3_GATEWAY_DEFAULTS, type S3GatewaySpec, type S3RotationSpec } from "./spec";

export { S3_GATEWAY_RULES } from "./rule-table";
export { S3_GATEWAY_DEFAULTS, type S3ClientSpec, type S3GatewaySpec, type S3RotationSpec } from "./spec";

const finding = findingsOf(S3_GATEWAY_RULES);

/** The S3 endpoint, in a cluster whose mesh encrypts or not. */
export function s3GatewayRules(gateway: S3GatewaySpec, { meshEncrypts }: { readonly meshEncrypts: boolean }): Finding[] {
    if (gateway.kind === "none") {
        return [];
    }
    const { replicas = S3_GATEWAY_DEFAULTS.replicas, tls = S3_GATEWAY_DEFAULTS.tls } = gateway;
    const found: Finding[] = [];
    if (replicas < 2) {
        const message = "one instance: every update of its node or of itself interrupts all reads and writes";
        found.push(finding("s3-gateway/single-replica", "replicas", replicas, message, "use 2"));
    }
    if (!tls && !meshEncrypts) {
        const message = "keys and objects cross the network between nodes in clear text";
        found.push(finding("s3-gateway/clear-text", "tls", tls, message, "set it to true, or use a mesh with mtls strict"));
    }
    return found;
}

/** Generations of credentials: of buckets that there are, and whole numbers from 1 on. */
export function s3RotationRules(rotation: S3RotationSpec, buckets: readonly string[]): Finding[] {
    const generations: [path: string, generation: number][] = [
        ...(rotation.root === undefined ? [] : [["root", rotation.root] satisfies [string, number]]),
        ...Object.entries(rotation.buckets ?? {}).map(([bucket, n]): [string, number] => [joinPath("buckets", keyStep(bucket)), n]),
    ];
    const unknown = Object.keys(rotation.buckets ?? {}).filter((bucket) => !buckets.includes(bucket));
    return [
        ...generations.flatMap(([path, generation]) =>
            Number.isInteger(generation) && generation >= 1
                ? []
                : [finding("s3-gateway/rotation-number", path, generation, "a generation is a whole number from 1 on", "raise it by one")],
        ),
        ...unknown.map((bucket) =>
            finding(
                "s3-gateway/rotation-bucket",
                joinPath("buckets", keyStep(bucket)),
                bucket,
                `there is no such bucket; there are ${buckets.join(", ") || "none"}`,
                "name a bucket of the store, or leave it out",
            ),
        ),
    ];
}
