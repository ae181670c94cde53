import { randomInt } from "node:crypto";
import { objectAt, textAt } from "./fields";
import type { KubernetesObject, ObjectReference } from "./object-store";

/** RBAC names may hold colons and capitals; every other name is a DNS subdomain, a namespace's a DNS label. */
export function isValidName({ apiVersion, kind, name }: ObjectReference): boolean {
    if (apiVersion.startsWith("rbac.authorization.k8s.io/")) {
        return name !== "" && !/[/%]/.test(name);
    }
    const limit = kind === "Namespace" || kind === "Service" ? 63 : 253;
    const pattern = kind === "Namespace" ? /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ : /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
    return name.length <= limit && pattern.test(name);
}

/** The object with a name, where it only says how its name begins (`generateName`). */
export function withGeneratedName(object: KubernetesObject): KubernetesObject {
    const metadata = objectAt(object, "metadata");
    const prefix = textAt(metadata, "generateName");
    if (textAt(metadata, "name") !== "" || prefix === "") {
        return object;
    }
    // The server's own alphabet: no vowels, no digits that look like letters.
    const alphabet = "bcdfghjklmnpqrstvwxz2456789";
    const suffix = Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
    return { ...object, metadata: { ...metadata, name: prefix + suffix } };
}
