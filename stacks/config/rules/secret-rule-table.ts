import type { RuleTable } from "../../../components/core/findings";

/** What a stack's files say of secrets, and what they must not. */
export const SECRET_RULES = {
    "config/secret-in-clear": {
        severity: "error",
        reason: "Whoever can read the checkout, today or in its history, can read the secret. Only a stack file can hold one, encrypted; a shared file never.",
        fix: "Issue a new secret, since this one has leaked, and set it with `pulumi config set --secret --path`.",
    },
    "config/missing-secret": {
        severity: "error",
        reason: "The secret has no default, and nobody else can make it up.",
        fix: "Run the command that the report shows; it asks for the value and encrypts it in the stack file.",
    },
} as const satisfies RuleTable;
