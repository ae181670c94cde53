import type { SecretLintRuleCreator } from "@secretlint/types";
import type { Checkout } from "./checkout";
import type { Problem } from "./problem";

/** What is larger than this is generated, or data. */
const LARGEST_FILE_BYTES = 2 * 1024 * 1024;

/** Credentials that the library does not know. Every pattern has one form only, so that no other text matches. */
const PATTERNS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
    // The library takes keys of 100 characters and more; those of Ed25519 have 64.
    {
        name: "a private key",
        pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\s|\\n)+[A-Za-z0-9+/=]{48,98}(?:\s|\\n)+-----END/g,
    },
    { name: "an Azure storage account key", pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g },
    // Keys since 2021 carry a mark at this position, and are known without the words around them.
    { name: "an Azure storage account key", pattern: /\b[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{5}[AQgw]==/g },
    { name: "an Azure container registry key", pattern: /\b[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9]{5}\b/g },
    { name: "a shared access signature of Azure", pattern: /[?&]sig=[A-Za-z0-9%]{40,}%3D/gi },
    { name: "a shared access key of Azure", pattern: /\bSharedAccessKey=[A-Za-z0-9+/]{43}=/g },
    { name: "a client secret of Entra ID", pattern: /\b[A-Za-z0-9_~.]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}/g },
    { name: "an access token of Pulumi Cloud", pattern: /\bpul-[a-f0-9]{40}\b/g },
];

/**
 * Looks for well-known credentials in files: private keys, cloud keys, tokens.
 *
 * A made-up one that must stand in a file has `secretlint-disable-line` in a comment beside it, and the reason.
 */
export async function credentialsIn(files: readonly string[], checkout: Pick<Checkout, "read">): Promise<Problem[]> {
    // ES modules, and loaded only here: explaining needs none.
    const { lintSource } = await import("@secretlint/core");
    const { creator } = await import("@secretlint/secretlint-rule-preset-recommend");
    const rules = [
        { id: creator.meta.id, rule: creator },
        { id: OWN_RULE.meta.id, rule: OWN_RULE },
    ];
    const problems: Problem[] = [];
    for (const file of files) {
        const content = checkout.read(file);
        if (content === undefined || content.length > LARGEST_FILE_BYTES || content.includes("\0")) {
            continue;
        }
        const ext = file.slice(file.lastIndexOf("."));
        const { messages } = await lintSource({
            source: { content, filePath: file, ext, contentType: "text" },
            options: { config: { rules }, maskSecrets: true, noPhysicFilePath: true },
        });
        for (const { loc, message } of messages) {
            problems.push({
                at: { file, line: loc.start.line },
                severity: "error",
                // What follows the colon is the credential, masked star by star.
                text: `holds what looks like a credential: ${message.split(":")[0] ?? ""}`,
                fix: "take it out, and issue a new one, since this one has leaked; a made-up one needs `secretlint-disable-line` beside it",
                rule: "credentials",
            });
        }
    }
    return problems;
}

const MESSAGES = Object.fromEntries(PATTERNS.map(({ name }) => [name, { en: () => `found ${name}` }]));

const OWN_RULE: SecretLintRuleCreator = {
    messages: MESSAGES,
    meta: { id: "ml-platform", recommended: true, type: "scanner", supportedContentTypes: ["text"] },
    create(context) {
        const translate = context.createTranslator(MESSAGES);
        return {
            file(source) {
                for (const { name, pattern } of PATTERNS) {
                    for (const { index, 0: match } of source.content.matchAll(pattern)) {
                        context.report({ message: translate(name), range: [index, index + match.length] });
                    }
                }
            },
        };
    },
};
