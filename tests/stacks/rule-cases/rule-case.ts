import type { Finding } from "../../../components/core/findings";
import type { RawConfig } from "../../../stacks/config/form/read";
import type { RuleId } from "../../../stacks/config/rules/rule-table";
import type { Edit } from "../support/stack-config";

/** How one rule is broken, and how it is just satisfied. `satisfies` is the boundary: the nearest values that the rule has nothing against. */
export type RuleCase = FileCase | RawCase | DirectCase;

/** A good stack file with some edits. */
export interface FileCase {
    /**
     * A good stack file by its name: one of the checkout (`Pulumi.<stack>.yaml`) or of tests/stacks/files.
     * @default "prod"
     */
    readonly stack?: string;
    /** Edits that make this rule speak, and no other error than those in `also`. */
    readonly breaks: readonly Edit[];
    /** Edits that make neither this rule speak nor any error appear that the good file does not have. */
    readonly satisfies: readonly Edit[];
    /**
     * Path of a finding.
     * @default - the path of the first of `breaks`
     */
    readonly at?: string;
    /**
     * Errors of other rules that the same edits cannot but bring.
     * @default []
     */
    readonly also?: readonly RuleId[];
}

/** What Pulumi hands over, for rules on more than values: which keys are encrypted, say. */
export interface RawCase {
    /** Name of the stack. */
    readonly stack: string;
    readonly raw: { readonly breaks: RawConfig; readonly satisfies: RawConfig };
    /** Path of a finding. */
    readonly at: string;
    /** @default [] */
    readonly also?: readonly RuleId[];
}

/** Calls of the rule itself, where the schema refuses a value before the rule sees it, or where no key leads to the rule. */
export interface DirectCase {
    readonly direct: { readonly breaks: () => readonly Finding[]; readonly satisfies: () => readonly Finding[] };
    /** Path of a finding, relative to what the rule is given. */
    readonly at: string;
    /** @default [] */
    readonly also?: readonly RuleId[];
}

/** The rows of one group of rules. */
export type RuleCases = Partial<Record<RuleId, RuleCase>>;
