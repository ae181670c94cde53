import type { Rehearsal } from "./rehearsal";

/** Pulumi's marker of a secret in a state; its text is another at every write. */
const SECRET = "4dabf18193072939515e22adb298388d";

/**
 * What a stack has made, in a form in which two stacks can be compared: each resource with its type chain, its names and its inputs, without
 * what is another in every stack (the stack's name, its 8-character id, UUIDs) and without what is secret.
 */
export async function stackShape(rehearsal: Rehearsal, stack: string, id: string): Promise<string[]> {
    const plain = (text: string): string =>
        text
            .replace(`urn:pulumi:${stack}::`, "")
            .replaceAll(id, "<id>")
            .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>");
    return (await rehearsal.state(stack))
        .filter(({ custom, type }) => custom && /^(azure-native|kubernetes|random):/.test(type))
        .map(({ urn, inputs = {} }) => plain(`${urn} ${JSON.stringify(withoutSecrets(inputs))}`))
        .sort();
}

function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return SECRET in value ? "[secret]" : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

/** The 8 characters in the names of what a stack has made in Azure. */
export async function idOfStack(rehearsal: Rehearsal, stack: string): Promise<string> {
    const found = (await rehearsal.state(stack)).find(({ type }) => type === "random:index/randomString:RandomString")?.id;
    if (found === undefined) {
        throw new Error(`the state of ${stack} holds no random id`);
    }
    return found;
}
