import type { Finding } from "../../../components/core/findings";
import { isMap, type ValuePath } from "../form/paths";

export type Values = Readonly<Record<string, unknown>>;

/** A file that gives a part of the configuration. */
export interface Source {
    /** The file as people name it: `config/base.yaml`. Without one, the stack's own values, of which Pulumi names no file. */
    readonly file?: string;
    /** Values by key, without namespace. */
    readonly values: Values;
    /** The line of a value, or of the nearest value around it. */
    readonly lineOf: (path: ValuePath) => number | undefined;
}

/** Where a value is written. */
export interface Origin {
    readonly file: string;
    readonly line?: number;
}

/** A finding that knows where the value that it is about is written. Without `from`, in the stack file. */
export interface PlacedFinding extends Finding {
    readonly from?: Origin;
}

/** What a source says of a place: the deepest place that it gives on the way there, and whether it takes the place away. */
interface Word {
    readonly source: Source;
    readonly place: ValuePath;
    readonly removes: boolean;
}

/** `config/base.yaml:12` */
export function describeOrigin({ file, line }: Origin): string {
    return line === undefined ? file : `${file}:${line}`;
}

/** Where a value, or what is nearest around it, is written; nothing when the stack's own values give it, or no source does. */
export function originOf(sources: readonly Source[], path: ValuePath): Origin | undefined {
    for (let length = path.length; length > 0; length--) {
        const word = lastWord(sources, path.slice(0, length));
        if (word !== undefined && !word.removes) {
            return placeIn(word.source, path.slice(0, length));
        }
    }
    return undefined;
}

export interface Removal {
    /** Where the null is. */
    readonly by: Source;
    readonly place: ValuePath;
    /** Where the value is that it took away. */
    readonly of: Origin | undefined;
}

/** The null that took a place away which an earlier source had given. */
export function removalOf(sources: readonly Source[], path: ValuePath): Removal | undefined {
    const word = lastWord(sources, path);
    if (word?.removes !== true) {
        return undefined;
    }
    const given = lastWord(sources.slice(0, sources.indexOf(word.source)), path);
    return given?.removes === false ? { by: word.source, place: word.place, of: placeIn(given.source, path) } : undefined;
}

/** The source that decides on a place: of those that say something of it the last. */
export function decider(sources: readonly Source[], path: ValuePath): Source | undefined {
    return lastWord(sources, path)?.source;
}

export function placeIn({ file, lineOf }: Source, path: ValuePath): Origin | undefined {
    const line = lineOf(path);
    return file === undefined ? undefined : { file, ...(line === undefined ? {} : { line }) };
}

function lastWord(sources: readonly Source[], path: ValuePath): Word | undefined {
    return sources.flatMap((source) => wordOf(source, path) ?? []).at(-1);
}

function wordOf(source: Source, path: ValuePath): Word | undefined {
    let value: unknown = source.values;
    for (const [index, step] of path.entries()) {
        if (!isMap(value)) {
            // A list, a text or nothing at all: whatever stood there before is gone.
            return { source, place: path.slice(0, index), removes: value === null };
        }
        if (!Object.hasOwn(value, step)) {
            return undefined;
        }
        value = value[step];
    }
    return { source, place: path, removes: value === null };
}
