import { splitShellWords } from "./shell-words";

/** `runtime.options` of a Pulumi.yaml, as far as they decide how a Node program is started. */
export interface RuntimeOptions {
    /** Whether the program is loaded through ts-node. @default true */
    readonly typescript: boolean;
    /** Path of the tsconfig.json, relative to the program's directory. @default - tsconfig.json beside the program */
    readonly tsconfig?: string;
    /** Arguments of node itself. @default none */
    readonly nodeArgs: readonly string[];
}

/**
 * Reads the options that the engine took from Pulumi.yaml. Options of other tools, such as `packagemanager`, are not looked at.
 *
 * @throws Error that names the option and its value
 */
export function parseRuntimeOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
    const typescript = options["typescript"] ?? true;
    if (typeof typescript !== "boolean") {
        throw new Error(`Pulumi.yaml: runtime.options.typescript is ${JSON.stringify(typescript)}: use true or false`);
    }
    const tsconfig = text(options, "tsconfig");
    const nodeArgs = text(options, "nodeargs");
    return { typescript, nodeArgs: splitShellWords(nodeArgs ?? ""), ...(tsconfig === undefined ? {} : { tsconfig }) };
}

function text(options: Readonly<Record<string, unknown>>, key: string): string | undefined {
    const value = options[key];
    if (value !== undefined && typeof value !== "string") {
        throw new Error(`Pulumi.yaml: runtime.options.${key} is ${JSON.stringify(value)}: use a string`);
    }
    return value;
}
