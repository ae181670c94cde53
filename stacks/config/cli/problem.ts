import type { Origin, PlacedFinding } from "../files/sources";
import { subjectOf } from "../report";
import type { Redaction } from "../secrets/redaction";

/** Something wrong with a file. */
export interface Problem {
    readonly at: Origin;
    readonly severity: "error" | "warning";
    /** What is wrong, in one line. */
    readonly text: string;
    /** What to change. */
    readonly fix: string;
    readonly rule: string;
}

/** A finding as a problem of the file that it is in; of `file` when nothing says which. */
export function problemOf(found: PlacedFinding, hidden: Redaction, file: string): Problem {
    const at = found.from ?? { file };
    const message = hidden.text(found.message);
    // A file that cannot be read is named by its place already, whoever extends it.
    const text = found.rule === "config/unreadable-file" ? message.replace(`${at.file} `, "") : `${subjectOf(found, hidden)}: ${message}`;
    return { at, severity: found.severity, text, fix: hidden.text(found.fix), rule: found.rule };
}

/** In the order of files and lines, each once: a shared file's fault shows in every stack that extends it. */
export function inOrder(problems: readonly Problem[]): Problem[] {
    const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
    return [...unique.values()].sort((a, b) =>
        a.at.file === b.at.file ? (a.at.line ?? 0) - (b.at.line ?? 0) : a.at.file < b.at.file ? -1 : 1,
    );
}

/** As compilers write it, so that terminals and editors find the place: `Pulumi.dev.yaml:12: error: …`. */
export function renderProblem({ at: { file, line }, severity, text, fix, rule }: Problem): string {
    return `${file}:${line === undefined ? "" : `${line}:`} ${severity}: ${text}\n    fix: ${fix} [${rule}]`;
}
