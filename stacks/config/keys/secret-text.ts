import { z } from "zod";

/** What a stack file says of a secret: never an example or a default, which someone would use. */
export interface SecretTextMeta {
    /** What it is for, where it comes from, and what happens when it is changed. */
    readonly description: string;
}

/** The schema of a secret; what it gives is a type of its own. */
export type SecretText = z.core.$ZodBranded<z.ZodString, "secret">;

/**
 * A text that must be encrypted in the stack file (`pulumi config set --secret --path …`).
 *
 * No program can use it for a plain text before the door has marked it, and `writeOnly` says the same in the JSON schema, to editors and to
 * the rehearsal.
 */
export function secretText(meta: SecretTextMeta): SecretText {
    return z
        .string()
        .min(1)
        .brand<"secret">()
        .meta({ ...meta, writeOnly: true });
}
