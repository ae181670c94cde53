import type { SharedFiles } from "../../../stacks/config/files/shared-files";

/** Shared files that are in memory. */
export function filesOf(texts: Readonly<Record<string, string>>): SharedFiles {
    return {
        read: (name) => (Object.hasOwn(texts, name) ? texts[name] : undefined),
        names: () => Object.keys(texts).sort(),
    };
}
