/** Whether a text is the name of a container image, with or without registry, tag and digest. */
export function isImageReference(text: string): boolean {
    return /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(text);
}

/** Whether an image is the same tomorrow, as far as its name can say: it has a digest, or a tag other than `latest`. */
export function isPinnedImage(text: string): boolean {
    const tag = /:([\w][\w.-]{0,127})$/.exec(text)?.[1];
    return text.includes("@sha256:") || (tag !== undefined && tag !== "latest");
}
