import { findingsOf } from "../../../components/core/findings";
import { nearest } from "../form/nearest";
import { formatPath, type ValuePath } from "../form/paths";
import { EXTENDS_RULES } from "../rules/extends-rule-table";
import { SHARED_FOLDER, type SharedFiles } from "./shared-files";
import type { Origin, PlacedFinding, Source } from "./sources";
import { readYaml } from "./yaml-text";

export { EXTENDS_RULES } from "../rules/extends-rule-table";

const finding = findingsOf(EXTENDS_RULES);

/** What a stack file extends. */
export interface Extended {
    /** Every file once, in the order in which they are merged. */
    readonly sources: readonly Source[];
    readonly findings: readonly PlacedFinding[];
    /** Whether all could be read. If not, what is missing elsewhere may be what they would give. */
    readonly complete: boolean;
}

/** A name, with its extension, that stays in the folder. */
const NAME = /^(?!\.{1,2}\/)[^/\\\p{Cc}]+(\/(?!\.{1,2}\/)[^/\\\p{Cc}]+)*\.ya?ml$/u;

/**
 * Reads the files that `extends` names, and those that they extend in turn, each before the file that names it.
 *
 * A file that comes in by two ways counts once, where it comes first: what was laid over it by the first way stays.
 */
export function readExtended(names: unknown, files: SharedFiles): Extended {
    const reading = new Reading(files);
    reading.list(names, ["extends"], []);
    return { sources: reading.sources, findings: reading.findings, complete: reading.findings.length === 0 };
}

class Reading {
    readonly sources: Source[] = [];
    readonly findings: PlacedFinding[] = [];
    private readonly done = new Set<string>();

    constructor(private readonly files: SharedFiles) {}

    /** `chain` are the files that lead here, `within` is the one that holds the list; none is the stack file. */
    list(names: unknown, path: ValuePath, chain: readonly string[], within?: Source): void {
        if (names === undefined || names === null) {
            return;
        }
        if (!Array.isArray(names)) {
            const fix = typeof names === "string" ? `write [${names}]` : "write a list, as [base.yaml]";
            this.report("config/extends-form", path, names, "must be a list of files under config/", fix, within);
            return;
        }
        names.forEach((name: unknown, index) => this.entry(name, [...path, index], chain, within));
    }

    private entry(name: unknown, path: ValuePath, chain: readonly string[], within?: Source): void {
        if (typeof name !== "string" || !NAME.test(name)) {
            const message = "must be the name of a file, relative to config/ and with its extension: base.yaml, team/vision.yaml";
            const meant = typeof name === "string" ? this.near(name) : undefined;
            this.report("config/extends-form", path, name, message, meant === undefined ? "name a file" : `did you mean ${meant}?`, within);
            return;
        }
        if (chain.includes(name)) {
            const circle = [...chain.slice(chain.indexOf(name)), name].map(shown).join(" -> ");
            this.report("config/extends-cycle", path, name, `extends itself: ${circle}`, "take one of these names out", within);
            return;
        }
        if (!this.done.has(name)) {
            this.done.add(name);
            this.read(name, path, [...chain, name], within);
        }
    }

    private read(name: string, path: ValuePath, chain: readonly string[], within?: Source): void {
        const text = this.files.read(name);
        if (text === undefined) {
            const meant = this.near(name);
            const all = this.files.names();
            const list = all.length === 0 ? "config/ has no YAML file" : `config/ has ${all.slice(0, 20).join(", ")}`;
            const fix = meant === undefined ? `correct the name, or add ${shown(name)}` : `did you mean ${meant}?`;
            this.report("config/extends-missing", path, name, `there is no file ${shown(name)}; ${list}`, fix, within);
            return;
        }
        const read = readYaml(text, "text");
        if (read.kind === "fault") {
            const from = { file: shown(name), ...(read.line === undefined ? {} : { line: read.line }) };
            this.add("config/unreadable-file", path, name, `${shown(name)} ${read.message}`, "correct the file there", from);
            return;
        }
        const { extends: names, ...values } = read.values;
        const source = { file: shown(name), values, lineOf: read.lineOf };
        this.list(names, ["extends"], chain, source);
        this.sources.push(source);
    }

    /** The file that a wrong name may mean: one without its extension, with the folder before it, or misspelt. */
    private near(name: string): string | undefined {
        const bare = name.replace(new RegExp(`^(\\./)?(${SHARED_FOLDER}/)?`), "");
        const names = this.files.names();
        return (
            names.find((known) => known === bare || known.replace(/\.ya?ml$/, "") === bare.replace(/\.ya?ml$/, "")) ?? nearest(bare, names)
        );
    }

    private report(rule: keyof typeof EXTENDS_RULES, path: ValuePath, value: unknown, message: string, fix: string, within?: Source): void {
        const line = within?.lineOf(path);
        const from = within?.file === undefined ? undefined : { file: within.file, ...(line === undefined ? {} : { line }) };
        this.add(rule, path, value, message, fix, from);
    }

    private add(rule: keyof typeof EXTENDS_RULES, path: ValuePath, value: unknown, message: string, fix: string, from?: Origin): void {
        this.findings.push({ ...finding(rule, formatPath(path), value, message, fix), ...(from === undefined ? {} : { from }) });
    }
}

function shown(name: string): string {
    return `${SHARED_FOLDER}/${name}`;
}
