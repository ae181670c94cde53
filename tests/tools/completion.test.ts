import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { CONFIG_JSON_SCHEMA, type JsonSchema } from "../../stacks/config/json-schema/json-schema";

/** The part of a completion item that a person sees. */
interface Item {
    readonly label: string;
    readonly documentation?: string | { readonly value: string };
}

const checkout = path.join(__dirname, "..", "..");
const firstLine = "# yaml-language-server: $schema=./schema/stack.schema.json\n";

let folder: string;
let server: ChildProcess;
let connection: MessageConnection;
let opened = 0;

/** The server that editors use for YAML, spoken to as editors do, with nothing configured: the first line of the file names the schema. */
beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "completion-"));
    mkdirSync(path.join(folder, "schema"));
    cpSync(path.join(checkout, "schema"), path.join(folder, "schema"), { recursive: true });
    const main = path.join(checkout, "node_modules", "yaml-language-server", "bin", "yaml-language-server");
    server = spawn(process.execPath, [main, "--stdio"], { stdio: ["pipe", "pipe", "inherit"], cwd: folder });
    if (server.stdout === null || server.stdin === null) {
        throw new Error("the server has no pipes");
    }
    connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
    const rootUri = pathToFileURL(folder).toString();
    await connection.sendRequest("initialize", { processId: process.pid, rootUri, capabilities: {}, workspaceFolders: null });
    await connection.sendNotification("initialized", {});
});

afterAll(async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    await ended;
    connection.dispose();
    rmSync(folder, { recursive: true });
});

/** What the editor offers at the mark `|`. */
async function completionsAt(text: string, first = firstLine, name = "Pulumi.test"): Promise<Item[]> {
    const whole = first + text;
    const before = whole.slice(0, whole.indexOf("|")).split("\n");
    const uri = pathToFileURL(path.join(folder, `${name}-${opened++}.yaml`)).toString();
    await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "yaml", version: 1, text: whole.replace("|", "") },
    });
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const answer = await connection.sendRequest<Item[] | { readonly items: Item[] }>("textDocument/completion", {
        textDocument: { uri },
        position,
    });
    return Array.isArray(answer) ? answer : answer.items;
}

/** Names of the keys or values on offer; the server's own snippet, which writes all required keys of a map at once, is none. */
const labels = (items: readonly Item[]): string[] =>
    items
        .map(({ label }) => label)
        .filter((label) => !label.startsWith("object("))
        .sort();

function documentationOf(items: readonly Item[], label: string): string {
    const documentation = items.find((item) => item.label === label)?.documentation;
    return typeof documentation === "string" ? documentation : (documentation?.value ?? "");
}

const { properties: keys = {} } = CONFIG_JSON_SCHEMA;

/** The keys of a map, as the program's own schema has them. */
const keysOf = (schema: JsonSchema | undefined): string[] => Object.keys(schema?.properties ?? {}).sort();

describe("an editor with a stack file open", () => {
    it("offers the program's keys that are not there yet, and says what each means", async () => {
        const items = await completionsAt("config:\n  ml-platform:platform: studioml\n  ml-|\n");
        const missing = Object.keys(keys).filter((key) => key !== "platform");
        expect(labels(items)).toEqual(missing.map((key) => `ml-platform:${key}`).sort());
        expect(documentationOf(items, "ml-platform:registry")).toContain("container registry");
    });

    it("offers the keys of a map, each with its meaning", async () => {
        const items = await completionsAt("config:\n  ml-platform:cluster:\n    |\n");
        expect(labels(items)).toEqual(keysOf(keys["cluster"]));
        expect(documentationOf(items, "tier")).toContain("0.10 USD an hour");
    });

    it("offers the keys of the kind that was chosen, and no others", async () => {
        const items = await completionsAt("config:\n  ml-platform:network:\n    kind: existing\n    |\n");
        const existing = keys["network"]?.oneOf?.find(({ properties }) => properties?.["kind"]?.const === "existing");
        expect(labels(items)).toEqual(keysOf(existing).filter((key) => key !== "kind"));
        expect(labels(items)).not.toContain("addressSpace");
    });

    it("offers the keys of an entry whose name the user made up", async () => {
        const items = await completionsAt("config:\n  ml-platform:gpuPools:\n    mine:\n      |\n");
        const pool = keys["gpuPools"]?.additionalProperties;
        expect(labels(items)).toEqual(keysOf(typeof pool === "object" ? pool : undefined));
    });

    it.each([
        ["platform: |", ["platform"]],
        ["cluster:\n    tier: |", ["cluster", "tier"]],
        ["region: |", ["region"]],
    ])("offers the values of %s", async (text, [key = "", inner]) => {
        const schema = inner === undefined ? keys[key] : keys[key]?.properties?.[inner];
        expect(labels(await completionsAt(`config:\n  ml-platform:${text}\n`))).toEqual([...(schema?.enum ?? [])].sort());
    });

    it("offers the kinds of a choice", async () => {
        expect(labels(await completionsAt("config:\n  ml-platform:network:\n    kind: |\n"))).toEqual(["create", "existing"]);
    });

    it("offers the sizes that a pool may have, with vCPUs, memory and price", async () => {
        const items = await completionsAt("config:\n  ml-platform:cluster:\n    systemPool:\n      size: Standard_D2d|\n");
        expect(documentationOf(items, "Standard_D2ds_v5")).toMatch(/2 vCPUs, 8 GiB.*USD an hour in eastus/);
        expect(labels(items).filter((label) => /_N[CDGV]/.test(label))).toEqual([]);
    });
});

describe("an editor with a shared file open", () => {
    const shared = "# yaml-language-server: $schema=./schema/shared.schema.json\n";

    it("offers the same keys, without the program's name before them", async () => {
        const items = await completionsAt("re|\n", shared, "shared");
        expect(labels(items)).toEqual(Object.keys(keys).sort());
    });
});
