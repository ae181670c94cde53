/** An image by the parts of its name. */
export interface ImageName {
    /** Registry and path; Docker Hub's by its full name. */
    readonly repository: string;
    readonly tag?: string;
    readonly digest?: string;
}

/** Takes the name of an image apart, as Docker does: without a host it is Docker Hub's, and without a path in there, of its library. */
export function imageName(reference: string): ImageName {
    const [named = "", digest] = reference.split("@");
    const [, path = named, tag] = /^(.+?)(?::([\w][\w.-]*))?$/.exec(named) ?? [];
    const [first = ""] = path.split("/");
    const hasHost = path.includes("/") && (/[.:]/.test(first) || first === "localhost");
    const repository = hasHost ? path : `docker.io/${path.includes("/") ? path : `library/${path}`}`;
    return { repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** The registry that an image is pulled from. */
export function imageHost({ repository }: ImageName): string {
    return repository.split("/")[0] ?? "";
}

/**
 * The command that copies an image into an Azure registry under its publisher's full name, as `mirror.images` expects it: by digest where
 * one is known, so that the copy is what was pinned. ARM has no resource for a copy.
 *
 * @param registry as it stands in the command: a name, or a variable of the shell
 */
export function importCommand({ repository, tag, digest }: ImageName, registry: string): string {
    const source = digest === undefined ? `${repository}:${tag ?? "latest"}` : `${repository}@${digest}`;
    // What has no tag is copied without one, and found by its digest.
    const target = tag === undefined && digest !== undefined ? `--repository ${repository}` : `--image ${repository}:${tag ?? "latest"}`;
    return `az acr import --name ${registry} --source ${source} ${target}`;
}
