import type { Finding } from "../../../components/core/findings";
import { checkConfig } from "../../../stacks/config/check";
import { filesOf } from "../support/shared-files";
import { edited, toRaw } from "../support/stack-config";
import type { RuleCases } from "./rule-case";

/** What is found in dev's stack file, extending some files. */
function extending(names: unknown, texts: Readonly<Record<string, string>>): () => readonly Finding[] {
    return () => checkConfig(toRaw(edited("dev", [[["extends"], names]])), "dev", filesOf(texts)).findings;
}

const registry = (password?: unknown): unknown => ({
    ghcr: { server: "ghcr.io", username: "bot", ...(password === undefined ? {} : { password }) },
});

/** Rules of shared files and of secrets. */
export const FILE_CASES = {
    "config/extends-form": {
        at: "extends[0]",
        direct: {
            breaks: extending(["team/../base.yaml"], { "base.yaml": "" }),
            satisfies: extending(["team/base.yaml"], { "team/base.yaml": "" }),
        },
    },
    "config/extends-missing": {
        at: "extends[0]",
        direct: { breaks: extending(["base.yml"], { "base.yaml": "" }), satisfies: extending(["base.yaml"], { "base.yaml": "" }) },
    },
    "config/extends-cycle": {
        at: "extends[0]",
        direct: {
            breaks: extending(["a.yaml"], { "a.yaml": "extends: [b.yaml]", "b.yaml": "extends: [a.yaml]" }),
            // Two ways to one file are no circle.
            satisfies: extending(["a.yaml", "b.yaml"], { "a.yaml": "extends: [c.yaml]", "b.yaml": "extends: [c.yaml]", "c.yaml": "" }),
        },
    },
    "config/unreadable-file": {
        at: "extends[0]",
        direct: {
            breaks: extending(["a.yaml"], { "a.yaml": "region: eastus\nregion: eastus\n" }),
            satisfies: extending(["a.yaml"], { "a.yaml": "region: eastus\nregistry: {}\n" }),
        },
    },
    "config/secret-in-clear": {
        stack: "dev",
        breaks: [[["imageRegistries"], registry("made-up")]],
        satisfies: [[["imageRegistries"], registry({ secure: "v1:made-up" })]],
        at: "imageRegistries.ghcr.password",
    },
    "config/missing-secret": {
        stack: "dev",
        breaks: [[["imageRegistries"], registry()]],
        satisfies: [[["imageRegistries"], registry({ secure: "v1:made-up" })]],
        at: "imageRegistries.ghcr.password",
    },
} satisfies RuleCases;
