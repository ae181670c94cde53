/** The Pulumi stack of a resource: `urn:pulumi:dev::project::…` -> `dev`. */
export function stackOfUrn(urn: string): string | undefined {
    return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1];
}
