import type { PlatformConfig } from "./config/schema";

/** Tags of every Azure resource of a stack: whose it is, what made it, and how long it is needed. */
export function platformTags({ environment: { lifetime, owner, tags }, naming }: PlatformConfig): Record<string, string> {
    return {
        ...tags,
        owner,
        environment: naming.environment,
        "managed-by": "pulumi",
        ...(lifetime.kind === "ephemeral" ? { "expires-on": lifetime.expiresOn } : {}),
    };
}
