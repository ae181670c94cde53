import type { Finding } from "../../components/core/findings";
import { isMap } from "./paths";
import type { RawConfig } from "./read";
import { NAMESPACE } from "./schema";

const SECRET = "[secret]";
const LONGEST_VALUE = 120;

/** Keeps what is encrypted in the stack file out of a report. */
export interface Redaction {
    /** Takes it out of a text: every value below an encrypted key is replaced wherever it occurs. */
    readonly text: (text: string) => string;
    /** Whether a path is below an encrypted key, so that its value is not shown at all. */
    readonly hides: (path: string) => boolean;
}

export function redaction({ values, secretKeys }: RawConfig): Redaction {
    const secrets = [...new Set(secretKeys.flatMap((key) => leaves(values[key] ?? "")))].sort((a, b) => b.length - a.length);
    return {
        text: (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, SECRET), text),
        hides: (path) => secretKeys.includes(`${NAMESPACE}:${path.split(/[.[]/)[0] ?? ""}`),
    };
}

/** The texts in a value, and the value itself; a single character is no secret, and would take whole sentences apart. */
function leaves(text: string): string[] {
    const found: string[] = [text];
    const walk = (value: unknown): void => {
        if (Array.isArray(value)) {
            value.forEach(walk);
        } else if (isMap(value)) {
            Object.values(value).forEach(walk);
        } else if (typeof value === "string" || typeof value === "number") {
            found.push(String(value));
        }
    };
    try {
        walk(JSON.parse(text));
    } catch {
        // Not structured: the whole text is the secret.
    }
    return found.filter((leaf) => leaf.length > 1);
}

/** The report that ends a run, with every fault numbered. */
export function reportFaults(errors: readonly Finding[], stack: string, redaction: Redaction): string {
    const count = errors.length === 1 ? "one fault" : `${errors.length} faults`;
    const faults = errors.map((error, index) => {
        const [first = "", ...rest] = lines(error, redaction);
        return [`  ${index + 1}. ${first}`, ...rest.map((line) => `     ${line}`)].join("\n");
    });
    return [`the configuration of stack "${stack}" has ${count}; nothing was changed`, ...faults].join("\n\n");
}

/** A warning in a text of its own. */
export function reportWarning(found: Finding, redaction: Redaction): string {
    return lines(found, redaction).join("\n  ");
}

function lines(found: Finding, redaction: Redaction): string[] {
    const hasNamespace = found.rule === "config/unknown-namespace";
    const path = hasNamespace ? found.path : `${NAMESPACE}:${found.path}`;
    const { text, hides } = redaction;
    const shown = found.value === undefined || hides(found.path) ? SECRET : shorten(text(JSON.stringify(found.value)));
    const given = found.value === undefined ? "" : ` = ${shown}`;
    return [`${path}${given}`, text(found.message), `fix: ${text(found.fix)}`, `rule: ${found.rule}`];
}

function shorten(text: string): string {
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
