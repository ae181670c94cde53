import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isMap, parse, parseDocument } from "yaml";
import { shown } from "../home";
import { UserError } from "../screen";

/** A change of a stack's configuration, made while the stack stands. */
export interface Edit {
    /** What a person would call it. */
    readonly title: string;
    /** Merged into the `config` section: maps merge, everything else replaces. */
    readonly set: Readonly<Record<string, unknown>>;
    /** Names of the stacks that it fits. @default every stack */
    readonly stacks?: readonly string[];
}

/**
 * Reads the edits of a project.
 *
 * @throws UserError that names the file, the entry and what it should be
 */
export function readEdits(file: string): Edit[] {
    if (!existsSync(file)) {
        throw new UserError(`${shown(file)} does not exist: it lists the edits of a campaign (docs/rehearsal.md, "Fault campaigns")`);
    }
    const content: unknown = parse(readFileSync(file, "utf8"));
    const entries = isRecord(content) ? content["edits"] : undefined;
    if (!Array.isArray(entries) || entries.length === 0) {
        throw new UserError(`${shown(file)} has no list "edits": give at least one { title, set }`);
    }
    return entries.map((entry: unknown, index) => {
        const at = `${shown(file)}: edits[${String(index)}]`;
        const { title, set, stacks, ...others } = isRecord(entry) ? entry : {};
        const [unknown] = Object.keys(others);
        if (unknown !== undefined) {
            throw new UserError(`${at}.${unknown} is not known: use title, set, stacks`);
        }
        if (typeof title !== "string" || !isRecord(set)) {
            throw new UserError(`${at} needs a title, and under "set" a map of what it changes below "config"`);
        }
        if (stacks === undefined) {
            return { title, set };
        }
        if (!Array.isArray(stacks) || !stacks.every((stack) => typeof stack === "string")) {
            throw new UserError(`${at}.stacks is ${JSON.stringify(stacks)}: use a list of names of stacks`);
        }
        return { title, set, stacks };
    });
}

export function editsOf(stack: string, edits: readonly Edit[]): readonly Edit[] {
    return edits.filter(({ stacks }) => stacks === undefined || stacks.includes(stack));
}

/** Changes the rehearsal's copy of a stack file, as `config set` would; what is encrypted in it stays. */
export function editStackFile(file: string, { set }: Edit): void {
    const document = parseDocument(readFileSync(file, "utf8"));
    const put = (path: readonly string[], value: unknown): void => {
        if (isRecord(value) && isMap(document.getIn(path))) {
            for (const [key, inner] of Object.entries(value)) {
                put([...path, key], inner);
            }
        } else {
            document.setIn(path, document.createNode(value));
        }
    };
    for (const [key, value] of Object.entries(set)) {
        put(["config", key], value);
    }
    writeFileSync(file, document.toString());
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
