import type { Finding } from "../../components/core/findings";
import { completeConfig } from "./complete";
import { type Extended, readExtended } from "./files/extends";
import { merge, withoutNulls } from "./files/merge";
import { placed } from "./files/placed";
import { NO_SHARED_FILES, type SharedFiles } from "./files/shared-files";
import type { PlacedFinding, Source, Values } from "./files/sources";
import { formOf } from "./form/form";
import { formatPath, isAtOrAbove, isMap, parsePath, type ValuePath } from "./form/paths";
import { type Document, type RawConfig, readDocument } from "./form/read";
import { CONFIG_JSON_SCHEMA as schema } from "./json-schema/json-schema";
import { BUILT_VARIANTS } from "./keys/variants";
import { redaction, type Redaction } from "./report";
import { regionRules } from "./rules/region-rules";
import { inputsOf } from "./rules/rule-inputs";
import { rulesOf } from "./rules/rules";
import { namingSecret, needlessSecrets, secretsInClear } from "./rules/secret-rules";
import { type CompleteConfig, platformSchema, type SoundConfig } from "./schema";

export interface CheckedConfig {
    /** Complete, with defaults; there is none when a finding is an error. Secrets in it are in clear text. */
    readonly config?: SoundConfig;
    /** Everything that is wrong or worth a look, in the order of the schema's keys. */
    readonly findings: readonly PlacedFinding[];
    /** Keeps secrets out of what is said about the findings. */
    readonly hidden: Redaction;
}

/** A configuration with all that is known about it, whatever its faults. */
export interface Examined {
    /** Complete: what is faulty or missing has a stand-in (`unknown`), and what is left out its default. */
    readonly config: CompleteConfig;
    /** What the files give, merged. */
    readonly values: Values;
    /** Places of which the files do not say what the user wants, or only encrypted. */
    readonly unknown: readonly ValuePath[];
    /** The files in the order in which they were merged, the stack's own values last. */
    readonly sources: readonly Source[];
    readonly findings: readonly PlacedFinding[];
    readonly hidden: Redaction;
}

/** Checks a stack's configuration as a whole (`examine`): the configuration, or everything that is wrong with it. */
export function checkConfig(raw: RawConfig, stack: string, files: SharedFiles = NO_SHARED_FILES): CheckedConfig {
    const { config, findings, hidden } = examine(raw, stack, files);
    const isSound = !findings.some(({ severity }) => severity === "error") && isBuilt(config);
    return { ...(isSound ? { config } : {}), findings, hidden };
}

/** Rules refuse a platform without a program; this tells the compiler. */
function isBuilt(config: CompleteConfig): config is SoundConfig {
    return BUILT_VARIANTS.some((built) => built === config.platform);
}

/**
 * Examines a stack's configuration: files, form and rules together, so that one run names every fault, and no fault that is none.
 *
 * 1. The files that the stack file extends are read (`extends.ts`) and merged below it (`merge.ts`). While one cannot be read, nothing is
 *    missing that it may give, and only what the stack file itself says is certain.
 * 2. The form (`form.ts`): what the schema refuses is reported, and a stand-in takes its place, so that there always is a complete
 *    configuration, of which it is known which places are unknown. A region that does not exist is as unknown as none.
 * 3. Every rule runs on that (`rules.ts`, and `rules.ts` of each component).
 * 4. What a rule found is kept if everything that it rests on is known (`rule-inputs.ts`). So a fault in one key hides no fault that has
 *    nothing to do with it, and a stand-in is never blamed on the user.
 * 5. Each finding is told where its value is written (`placed.ts`).
 */
export function examine(raw: RawConfig, stack: string, files: SharedFiles): Examined {
    const document = readDocument(raw, schema);
    const { extends: names, ...values } = document.values;
    const { file } = raw;
    const own: Source = { values, lineOf: file?.lineOf ?? (() => undefined), ...(file === undefined ? {} : { file: file.name }) };
    const extended = readExtended(names, files);
    const isCertain = (place: ValuePath): boolean => extended.complete || isGivenBy(values, place);
    const sources = [...extended.sources, own];
    return examineSources({ sources, document, extended, isCertain }, raw, stack);
}

/**
 * Examines a file under config/ by itself. What is missing may come from elsewhere, so only what it says itself is judged, with the files
 * that it extends.
 */
export function examineShared(name: string, files: SharedFiles): Examined {
    const extended = { ...readExtended([name], files), complete: false };
    const values = merged(extended.sources);
    const isCertain = (place: ValuePath): boolean => isGivenBy(values, place);
    const sources = [...extended.sources, { values: {}, lineOf: () => undefined }];
    const document = { values: {}, unread: [], findings: [] };
    return examineSources({ sources, document, extended, isCertain }, { values: {}, secretKeys: [] }, "<stack>");
}

interface Examination {
    /** The stack's own is the last. */
    readonly sources: readonly Source[];
    readonly document: Document;
    readonly extended: Extended;
    /** Whether no other file can change what is at a place. */
    readonly isCertain: (place: ValuePath) => boolean;
}

function examineSources({ sources, document, extended, isCertain }: Examination, raw: RawConfig, stack: string): Examined {
    const encrypted = raw.file?.encrypted ?? [];
    const form = formOf({ ...document, values: merged(sources) }, schema);
    const { values } = form;
    const refused = [...document.findings, ...form.findings].filter(({ path, rule }) => {
        const isReadable = !encrypted.some((place) => isAtOrAbove(place, parsePath(path)));
        return isReadable && (extended.complete || rule !== "config/missing");
    });
    const kept = (unknown: readonly ValuePath[], found: readonly Finding[]): Finding[] =>
        found.filter((one) => {
            const inputs = inputsOf(one, form.config);
            return inputs.every((input) => isCertain(input) && !unknown.some((place) => isAtOrAbove(place, input)));
        });
    const unreadable = [...form.unknown, ...encrypted];
    const region = kept(unreadable, regionRules(form.config));
    const unknown = [...unreadable, ...region.map(({ path }) => parsePath(path))];
    const findings = [
        ...extended.findings,
        ...refused.map((found) => namingSecret(found, form.config, schema, stack)),
        ...region,
        ...kept(unknown, rulesOf(form.config, stack)),
        ...secretsInClear(sources, raw, stack),
        ...needlessSecrets(sources, raw, schema),
    ].map((found) => placed(found, sources));
    const config = completeConfig(form.config, stack);
    return { config, values, unknown, sources, findings: inSchemaOrder(findings), hidden: redaction(raw, sources) };
}

/** What all sources say together. A null of the last that removes nothing stays, for the schema to refuse. */
function merged(sources: readonly Source[]): Values {
    const last = sources.at(-1);
    const below = sources.slice(0, -1).reduce<unknown>((base, { values }) => withoutNulls(merge(base, values)), {});
    return merge(below, last?.values ?? {}) as Values;
}

/** Key by key, and what is inside one thing together: all of one pool, then all of the next. */
function inSchemaOrder(findings: readonly PlacedFinding[]): PlacedFinding[] {
    const order = Object.keys(platformSchema.shape);
    const groups = findings.map(({ path }) => formatPath(parsePath(path).slice(0, 2)));
    const ranked = findings.map((found, index) => ({
        found,
        key: order.indexOf(String(parsePath(found.path)[0])),
        group: groups.indexOf(groups[index] ?? ""),
    }));
    return ranked.sort((a, b) => a.key - b.key || a.group - b.group).map(({ found }) => found);
}

/** Whether a value is all in the stack file, which has the last word: a map is not, since another file may give more of it. */
function isGivenBy(own: Values, path: ValuePath): boolean {
    let value: unknown = own;
    for (const step of path) {
        if (!isMap(value)) {
            return value !== undefined && value !== null;
        }
        value = value[step];
    }
    return value !== undefined && value !== null && !isMap(value);
}
