import { type Finding, findingsOf } from "../../../components/core/findings";
import { describeOrigin, placeIn, type PlacedFinding, type Source } from "../files/sources";
import { formatPath, isAtOrAbove, parsePath, type ValuePath } from "../form/paths";
import type { RawConfig } from "../form/read";
import { type JsonSchema, schemaAt } from "../json-schema/json-schema";
import { NAMESPACE } from "../schema";
import { canHoldSecret, secretsIn } from "../secrets/secrets";
import { FORM_RULES } from "./form-rule-table";
import { SECRET_RULES } from "./secret-rule-table";

export { SECRET_RULES } from "./secret-rule-table";

const finding = findingsOf(SECRET_RULES);
const formFinding = findingsOf(FORM_RULES);

/** The command that sets a secret. It asks for the value, so that no shell remembers it. */
function setSecret(path: string, stack: string): string {
    return `pulumi config set --stack ${stack} --secret --path '${NAMESPACE}:${path}'`;
}

/**
 * Secrets that stand in clear text: in a shared file each, in the stack file (the last source) those that are not encrypted.
 *
 * Pulumi tells a program only which top-level keys hold something encrypted, so there a secret beside an encrypted one goes unseen; where
 * the file itself is read, none does.
 */
export function secretsInClear(sources: readonly Source[], raw: RawConfig, stack: string): PlacedFinding[] {
    const own = sources.at(-1);
    const all = sources.flatMap((source) => secretsIn(source.values).map((place) => ({ source, place })));
    const clear = all.filter(({ source, place }) => source !== own || !isEncrypted(place, raw));
    return clear.map(({ source, place }) => {
        const from = placeIn(source, place);
        const isShared = source !== own;
        const where = isShared && from !== undefined ? ` in ${describeOrigin(from)}, which every stack can read` : "";
        const message = `is a secret in clear text${where}`;
        const remove = isShared ? "take it out there, " : "";
        const fix = `${remove}issue a new one, since this one has leaked, and run: ${setSecret(formatPath(place), stack)}`;
        return {
            ...finding("config/secret-in-clear", formatPath(place), undefined, message, fix),
            ...(from === undefined ? {} : { from }),
        };
    });
}

function isEncrypted(place: ValuePath, { secretKeys, file }: RawConfig): boolean {
    return file === undefined
        ? secretKeys.includes(`${NAMESPACE}:${String(place[0])}`)
        : file.encrypted.some((encrypted) => isAtOrAbove(encrypted, place) || isAtOrAbove(place, encrypted));
}

/** A missing key that is a secret: no example to copy, but a command to run. */
export function namingSecret(found: Finding, values: unknown, schema: JsonSchema, stack: string): Finding {
    const at = found.rule === "config/missing" ? schemaAt(schema, values, parsePath(found.path)) : undefined;
    if (at?.["writeOnly"] !== true) {
        return found;
    }
    const about = at.description === undefined ? "" : `: ${at.description.replace(/\.$/, "")}`;
    return finding("config/missing-secret", found.path, undefined, `is a required secret${about}`, `run: ${setSecret(found.path, stack)}`);
}

/** Encryption that hides nothing: the value stands in clear text in the state and in Azure all the same. */
export function needlessSecrets(sources: readonly Source[], { secretKeys, file }: RawConfig, schema: JsonSchema): Finding[] {
    const own = sources.at(-1)?.values ?? {};
    const keys = Object.keys(schema.properties ?? {}).filter((key) => secretKeys.includes(`${NAMESPACE}:${key}`));
    const message = "is encrypted here, but holds no secret: its values stand in clear text in the state and in Azure";
    const needless: ValuePath[] =
        file === undefined
            ? keys.map((key) => [key]).filter(([key = ""]) => secretsIn({ [key]: own[key] }).length === 0)
            : file.encrypted.filter((place) => {
                  const at = schemaAt(schema, own, place);
                  return at !== undefined && !canHoldSecret(at);
              });
    return needless.map((place) =>
        formFinding("config/needless-secret", formatPath(place), undefined, message, "write it without `secure`"),
    );
}
