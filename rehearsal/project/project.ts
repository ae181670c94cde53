import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { checkout, type RehearsalPaths } from "../home";
import { say, UserError } from "../screen";
import { withExtendedFiles } from "./extended-files";
import { missingSecrets } from "./required-secrets";
import { type ConfigPath, configPathText, encryptionSalt, type PreparedStackFile, prepareStackFile, secureValues } from "./stack-file";

/** What makes the generated project's secrets; the engine does it, through `pulumi config set --secret`. */
export type SecretWriter = (file: string, stack: string, paths: readonly ConfigPath[]) => void;

/** Of which file a copy was made, to know when to make it again. */
interface Origin {
    readonly source: string;
    readonly hash: string;
}

/** Name of the Pulumi project. */
export function projectName(): string {
    return (parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8")) as { name: string }).name;
}

/** Stacks that the checkout has a file for. */
export function trackedStacks(): string[] {
    return readdirSync(checkout)
        .map((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1])
        .filter((stack) => stack !== undefined)
        .sort();
}

/**
 * The generated project: a copy of Pulumi.yaml whose `main` leads back to the checkout, and copies of the stack files. Pulumi writes a salt
 * into a stack's file, and deletes or rewrites the file with the stack, so it must never be given a tracked one.
 */
export class GeneratedProject {
    constructor(private readonly paths: RehearsalPaths) {
        mkdirSync(paths.project, { recursive: true });
        const project = parse(readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
        const main = typeof project["main"] === "string" ? project["main"] : ".";
        project["main"] = path.relative(paths.project, path.join(checkout, main));
        write(path.join(paths.project, "Pulumi.yaml"), stringify(project));
    }

    stackFile(stack: string): string {
        return path.join(this.paths.project, `Pulumi.${stack}.yaml`);
    }

    /** For a stack that was just made: Pulumi has begun a file with its salt, which is no copy of anything. */
    forgetStackFile(stack: string): void {
        rmSync(this.originFile(this.stackFile(stack)), { force: true });
    }

    /**
     * Copies the tracked file of a stack, when it changed since the last copy. What `config set` changed in the copy stays until then.
     */
    useStackFile(stack: string, secrets: SecretWriter): void {
        const source = path.join(checkout, `Pulumi.${stack}.yaml`);
        if (existsSync(source)) {
            this.copy(source, this.stackFile(stack), stack, secrets);
        }
    }

    /** Whether the stack has configuration of its own: from a tracked file, or by `config set`. */
    hasConfiguration(stack: string): boolean {
        const file = this.stackFile(stack);
        const content = existsSync(file) ? (parse(readFileSync(file, "utf8")) as { config?: object | null } | null) : null;
        return Object.keys(content?.config ?? {}).length > 0;
    }

    /** Copies a file that was given with `--config-file`, and returns the copy to use instead. */
    useConfigFile(source: string, stack: string, secrets: SecretWriter): string {
        if (!existsSync(source)) {
            throw new UserError(`--config-file: ${source} does not exist`);
        }
        const target = path.join(this.paths.project, `config-file.${stack}.${path.basename(source)}`);
        this.copy(source, target, stack, secrets);
        return target;
    }

    private copy(source: string, target: string, stack: string, secrets: SecretWriter): void {
        const text = readFileSync(source, "utf8");
        const prepared = prepareStackFile(text, path.basename(source));
        const wanted = wantedSecrets(prepared);
        // A file that this one extends may ask for a secret, too.
        const hash = createHash("sha256").update(text).update(JSON.stringify(wanted)).digest("hex");
        const old = existsSync(target) ? readFileSync(target, "utf8") : undefined;
        const origin = old === undefined ? undefined : this.originOf(target);
        if (origin?.hash === hash && origin.source === source) {
            return;
        }
        if (origin !== undefined) {
            say(
                `${path.basename(source)} ${origin.source === source ? "changed" : "is another file now"}: ` +
                    `the rehearsal's copy of it is made again (what "config set" changed in the copy is dropped).`,
            );
        }
        this.make(prepared, wanted, target, stack, old ?? "", secrets);
        mkdirSync(path.dirname(this.originFile(target)), { recursive: true });
        write(this.originFile(target), JSON.stringify({ source, hash } satisfies Origin));
    }

    private make(
        { document }: PreparedStackFile,
        wanted: readonly ConfigPath[],
        target: string,
        stack: string,
        old: string,
        secrets: SecretWriter,
    ): void {
        const salt = encryptionSalt(old) ?? this.saltOf(stack);
        if (salt !== undefined) {
            document.set("encryptionsalt", salt);
        }
        const known = secureValues(old);
        for (const secretPath of wanted) {
            const value = known.get(configPathText(secretPath));
            if (value !== undefined) {
                document.setIn(["config", ...secretPath], { secure: value });
            }
        }
        write(target, document.toString());
        const unknown = wanted.filter((secretPath) => !known.has(configPathText(secretPath)));
        if (unknown.length > 0) {
            secrets(target, stack, unknown);
        }
    }

    private saltOf(stack: string): string | undefined {
        const file = this.stackFile(stack);
        return existsSync(file) ? encryptionSalt(readFileSync(file, "utf8")) : undefined;
    }

    /** One file for each copy, so that two stacks can be rehearsed at the same time. */
    private originFile(copy: string): string {
        return path.join(this.paths.project, ".origins", `${path.basename(copy)}.json`);
    }

    private originOf(copy: string): Origin | undefined {
        const file = this.originFile(copy);
        return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Origin) : undefined;
    }
}

/** The secrets that a copy needs: for each encrypted value one, and those that are required and missing. */
function wantedSecrets({ document, secretPaths }: PreparedStackFile): ConfigPath[] {
    const schema = stackSchema();
    const { config } = document.toJS() as { config?: unknown };
    const isMap = typeof config === "object" && config !== null && !Array.isArray(config);
    const whole = isMap ? withExtendedFiles(schema, config as Record<string, unknown>, checkout) : config;
    const wanted = [...secretPaths, ...missingSecrets(schema, whole)];
    return [...new Map(wanted.map((secretPath) => [configPathText(secretPath), secretPath])).values()];
}

function stackSchema(): object {
    const file = path.join(checkout, "schema", "stack.schema.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
}

/** Whole or not at all, also when the process is killed. */
function write(file: string, text: string): void {
    if (existsSync(file) && readFileSync(file, "utf8") === text) {
        return;
    }
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, file);
}
