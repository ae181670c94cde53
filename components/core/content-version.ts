import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

/**
 * A short text that changes whenever the values do, for the annotation by which a change reaches running pods.
 *
 * It is no secret, and tells nothing of values that nobody can guess: use it for generated credentials and keys, not for a password that
 * somebody thought of.
 */
export function contentVersion(values: Readonly<Record<string, pulumi.Input<string>>>): pulumi.Output<string> {
    return pulumi.unsecret(pulumi.all(values).apply((known) => versionOf(known)));
}

/** The same for known values; in whatever order they come. */
export function versionOf(values: Readonly<Record<string, string>>): string {
    const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}
