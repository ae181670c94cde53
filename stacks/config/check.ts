import { type Finding, warning } from "../../components/core/findings";
import { environmentOf } from "./environment-schema";
import { formOf } from "./form";
import { CONFIG_JSON_SCHEMA as schema } from "./json-schema";
import { isAtOrAbove, parsePath } from "./paths";
import { type RawConfig, readDocument } from "./read";
import { inputsOf } from "./rule-inputs";
import { regionRules, rulesOf } from "./rules";
import { NAMESPACE, type PlatformConfig, platformSchema } from "./schema";

export interface CheckedConfig {
    /** Complete, with defaults; there is none when a finding is an error. */
    readonly config?: PlatformConfig;
    /** Everything that is wrong or worth a look, in the order of the schema's keys. */
    readonly findings: readonly Finding[];
}

/**
 * Checks a stack's configuration as a whole: form and rules together, so that one run names every fault, and no fault that is none.
 *
 * 1. The form (`form.ts`): what the schema refuses is reported, and a stand-in takes its place, so that there always is a complete
 *    configuration, of which it is known which places are unknown. A region that does not exist is as unknown as none.
 * 2. Every rule runs on that (`rules.ts`, and `rules.ts` of each component).
 * 3. What a rule found is kept if everything that it rests on is known (`rule-inputs.ts`). So a fault in one key hides no fault that has
 *    nothing to do with it, and a stand-in is never blamed on the user.
 */
export function checkConfig(raw: RawConfig, stack: string): CheckedConfig {
    const document = readDocument(raw, schema);
    const { config, findings: refused, unknown: unreadable } = formOf(document, schema);
    const without = (unknown: typeof unreadable, found: readonly Finding[]): Finding[] =>
        found.filter((one) => !inputsOf(one, config).some((input) => unknown.some((place) => isAtOrAbove(place, input))));
    const region = without(unreadable, regionRules(config));
    const unknown = [...unreadable, ...region.map(({ path }) => parsePath(path))];
    const findings = [...document.findings, ...refused, ...region, ...without(unknown, rulesOf(config, stack)), ...needlessSecrets(raw)];
    const order = Object.keys(platformSchema.shape);
    const rank = ({ path }: Finding): number => order.indexOf(String(parsePath(path)[0]));
    const sorted = [...findings].sort((a, b) => rank(a) - rank(b));
    if (findings.some(({ severity }) => severity === "error")) {
        return { findings: sorted };
    }
    return { config: { ...config, naming: { environment: environmentOf(stack), ...config.naming } }, findings: sorted };
}

/** Nothing in the configuration so far is secret, so what is encrypted would stand in clear text in the state all the same. */
function needlessSecrets({ secretKeys }: RawConfig): Finding[] {
    const encrypted = Object.keys(platformSchema.shape).filter((key) => secretKeys.includes(`${NAMESPACE}:${key}`));
    const message = "is encrypted here, but holds no secret: its values stand in clear text in the state and in Azure";
    return encrypted.map((key) => warning("config/needless-secret", key, undefined, message, "write it without `secure`"));
}
