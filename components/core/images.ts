import { mirroredImage } from "./mirror";

/** A container image in the one version that this program runs. */
export interface ImagePin {
    /** Registry and path, for example `ghcr.io/versity/versitygw`. */
    readonly repository: string;
    readonly tag: string;
    /** Of the index of all platforms: what runs is what was pinned, whatever becomes of the tag. */
    readonly digest: `sha256:${string}`;
    /** Where tag and digest were read, and when. */
    readonly source: string;
    readonly read: string;
}

/** Images of workloads that components make themselves; those of charts are named by the charts. */
export const IMAGES = {
    /** S3 over Azure Blob. */
    versitygw: {
        repository: "ghcr.io/versity/versitygw",
        tag: "v1.8.0",
        digest: "sha256:30292fc2eeacc67a36993b01f7a7a5e3361a19cced0e80c1d71cfa2a4b0a2499",
        source: "https://github.com/versity/versitygw/pkgs/container/versitygw (several public repositories pin the same digest)",
        read: "2026-11",
    },
    /** Metrics that are pushed, for Prometheus, which asks for them. */
    "statsd-exporter": {
        repository: "docker.io/prom/statsd-exporter",
        tag: "v0.29.0",
        digest: "sha256:632f705804922d50c1c95ba8ff9c8c0cc18d4bbb0cc265dc4f9ae708271c95b3",
        source: "https://hub.docker.com/r/prom/statsd-exporter (two public repositories pin the same digest)",
        read: "2026-11",
    },
} as const satisfies Readonly<Record<string, ImagePin>>;

/**
 * An image as a pod names it, with tag and digest.
 *
 * @param mirror registry and path with copies under the publishers' full names; without it, the publisher's
 */
export function imageReference({ repository, tag, digest }: ImagePin, mirror?: string): string {
    return `${mirror === undefined ? repository : mirroredImage(mirror, repository)}:${tag}@${digest}`;
}
