import { describeOrigin, type PlacedFinding } from "./files/sources";
import { NAMESPACE } from "./schema";
import { type Redaction, SECRET } from "./secrets/redaction";

export { redaction, type Redaction } from "./secrets/redaction";

const LONGEST_VALUE = 120;

/** The report that ends a run, with every fault numbered. */
export function reportFaults(errors: readonly PlacedFinding[], stack: string, redaction: Redaction): string {
    const count = errors.length === 1 ? "one fault" : `${errors.length} faults`;
    const faults = errors.map((error, index) => {
        const [first = "", ...rest] = lines(error, redaction);
        return [`  ${index + 1}. ${first}`, ...rest.map((line) => `     ${line}`)].join("\n");
    });
    const head = `the configuration of stack "${stack}" has ${count}; nothing was changed`;
    return [head, ...faults, "  docs/rules.md says why each of these rules is there"].join("\n\n");
}

/** A warning in a text of its own. */
export function reportWarning(found: PlacedFinding, redaction: Redaction): string {
    return lines(found, redaction).join("\n  ");
}

function lines(found: PlacedFinding, redaction: Redaction): string[] {
    const { text } = redaction;
    const from = found.from === undefined ? [] : [`from ${describeOrigin(found.from)}`];
    return [subjectOf(found, redaction), ...from, text(found.message), `fix: ${text(found.fix)}`, `rule: ${found.rule}`];
}

/** What a finding is about: the key, and the value where there is one. */
export function subjectOf(found: PlacedFinding, { text, value }: Redaction): string {
    const path = found.rule === "config/unknown-namespace" ? found.path : `${NAMESPACE}:${found.path}`;
    return found.value === undefined ? path : `${path} = ${shown(value(found.value, found.path), text)}`;
}

/** A number may be a secret, too, so that the whole text is looked through again. */
function shown(value: unknown, without: Redaction["text"]): string {
    const text = value === SECRET ? SECRET : without(JSON.stringify(value));
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
