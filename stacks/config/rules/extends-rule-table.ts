import type { RuleTable } from "../../../components/core/findings";

/** The files under config/ that a stack file extends. */
export const EXTENDS_RULES = {
    "config/extends-form": {
        severity: "error",
        reason: "`extends` is a list of files under config/, each named relative to that folder and with its extension. What a stack is made of is in the checkout, so no name leads out of the folder.",
        fix: "Write a list of names such as base.yaml or team/vision.yaml.",
    },
    "config/extends-missing": {
        severity: "error",
        reason: "The file is not under config/, so nobody knows what it should have given.",
        fix: "Correct the name, or add the file.",
    },
    "config/extends-cycle": {
        severity: "error",
        reason: "A file extends itself, directly or through others, so there is no order in which to merge them.",
        fix: "Take one of the names out of the files that the report names.",
    },
    "config/unreadable-file": {
        severity: "error",
        reason: "A stack file or shared file is no YAML, gives a key twice, or holds something else than a map of keys, so nobody knows what it should say.",
        fix: "Correct the file at the line that the report names.",
    },
} as const satisfies RuleTable;
