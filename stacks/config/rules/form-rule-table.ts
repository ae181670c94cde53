import type { RuleTable } from "../../../components/core/findings";

/** The form of a stack file: its keys, their types and what they allow. `schema.ts` says what the form is. */
export const FORM_RULES = {
    "config/unknown-key": {
        severity: "error",
        reason: "Nothing reads the key, so what it says would have no effect. A key that was set without `--path` is one of these.",
        fix: "Correct the spelling, remove the key, or set it with `pulumi config set --path`.",
    },
    "config/unknown-namespace": {
        severity: "error",
        reason: "Pulumi hands every key to the program by its namespace; one that is misspelt vanishes without a word.",
        fix: "Write the namespace as ml-platform.",
    },
    "config/missing": {
        severity: "error",
        reason: "The key has no default, since none would be right for everyone.",
        fix: "Add the key; the report shows an example.",
    },
    "config/wrong-type": {
        severity: "error",
        reason: 'The value is of another type than the key takes. YAML invites two slips: quotes around numbers ("3"), and none around texts that look like numbers (1.30 is read as 1.3).',
        fix: "Write the value in the type that the report names.",
    },
    "config/not-allowed": {
        severity: "error",
        reason: "The key takes one of a few values, or of a few kinds, and this is none of them.",
        fix: "Choose one of those that the report names.",
    },
    "config/out-of-range": {
        severity: "error",
        reason: "Azure or Kubernetes takes values within bounds only, and refuses this one after minutes of work.",
        fix: "Stay within the bounds that the report names.",
    },
    "config/format": {
        severity: "error",
        reason: "A time, a day or a name has a fixed form, and this text does not have it.",
        fix: "Write it like the example in the report.",
    },
    "config/needless-secret": {
        severity: "warning",
        reason: "The key holds no secret: its values stand in clear text in the state and in Azure, so that the encryption in the file only hides them from review.",
        fix: "Write the value without `secure`.",
    },
} as const satisfies RuleTable;
