import { gunzipSync, gzipSync } from "node:zlib";
import { isObject, type Properties } from "../../provider/values";
import { objectAt, textAt } from "../fields";
import type { KubernetesObject } from "../object-store";

/** The kind under which a release is shown, and under which it stands where there is no API server. */
export const RELEASE_KIND = { apiVersion: "helm.sh/v3", kind: "Release" };

const SECRET_TYPE = "helm.sh/release.v1";

/** Whether an object is a Secret in which Helm keeps a revision of a release: of any, or of the one that is named. */
export function isReleaseSecret(object: KubernetesObject, name?: string): boolean {
    const { owner, name: release } = labelsOf(object);
    return object["kind"] === "Secret" && object["type"] === SECRET_TYPE && owner === "helm" && (name === undefined || release === name);
}

/** The release that Secrets of Helm's tell of, with the identity of the newest revision; undefined for a revision that was superseded. */
export function releaseIn(secret: KubernetesObject): KubernetesObject | undefined {
    const { uid = "", namespace = "" } = objectAt(secret, "metadata");
    const { name = "", status } = labelsOf(secret);
    return status === "superseded" ? undefined : { ...RELEASE_KIND, metadata: { name, namespace, uid } };
}

export function versionIn(secret: KubernetesObject): number {
    return Number(labelsOf(secret)["version"]);
}

function labelsOf(object: KubernetesObject): Properties {
    return objectAt(objectAt(object, "metadata"), "labels");
}

/** A revision as Helm writes it: JSON, compressed, in base 64, and once more in base 64 as the contents of every Secret. */
export function secretOf(record: KubernetesObject, isSuperseded = false): KubernetesObject {
    const spec = objectAt(record, "spec");
    const status = isSuperseded ? "superseded" : textAt(spec, "status");
    const [name, namespace] = [textAt(objectAt(record, "metadata"), "name"), textAt(objectAt(record, "metadata"), "namespace")];
    const revision = Number(spec["revision"] ?? 0);
    const release = {
        name,
        namespace,
        version: revision,
        info: { status, description: "" },
        chart: { metadata: { name: spec["chart"] ?? "", version: spec["version"] ?? "", appVersion: spec["appVersion"] ?? "" } },
        config: JSON.parse(textAt(spec, "values") || "{}") as Properties,
        manifest: "",
    };
    const encoded = gzipSync(JSON.stringify(release)).toString("base64");
    return {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
            name: `sh.helm.release.v1.${name}.v${String(revision)}`,
            namespace,
            labels: { name, owner: "helm", status, version: String(revision) },
        },
        type: SECRET_TYPE,
        data: { release: Buffer.from(encoded).toString("base64") },
    };
}

/** The revision that a Secret holds. */
export function recordIn(secret: KubernetesObject): KubernetesObject {
    const encoded = Buffer.from(textAt(objectAt(secret, "data"), "release"), "base64").toString("utf8");
    const release: unknown = JSON.parse(gunzipSync(Buffer.from(encoded, "base64")).toString("utf8"));
    const fields = isObject(release) ? release : {};
    const { name = "", version: chartVersion = "", appVersion = "" } = objectAt(objectAt(fields, "chart"), "metadata");
    return {
        ...RELEASE_KIND,
        metadata: { name: fields["name"] ?? "", namespace: fields["namespace"] ?? "" },
        spec: {
            revision: fields["version"] ?? 0,
            status: objectAt(fields, "info")["status"] ?? "",
            chart: name,
            version: chartVersion,
            appVersion,
            values: JSON.stringify(objectAt(fields, "config")),
        },
    };
}
