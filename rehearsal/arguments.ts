import * as path from "node:path";
import { UserError } from "./screen";

/** Flags of the Pulumi CLI that take a value, as far as they can stand before the verb or name a file or a stack. */
const valueFlags = new Set([
    "-s", "--stack", "-C", "--cwd", "--color", "--config-file", "-v", "--verbose", "--tracing", "--profiling", "--memprofilerate",
    "-c", "--config", "-m", "--message", "-t", "--target", "-r", "--replace", "-p", "--parallel", "--plan", "--save-plan", "--policy-pack",
    "--policy-pack-config", "--event-log", "--import-file", "--file", "-f", "-o", "--out", "--exclude", "--import-pending-creates", "--faults",
    "--attach-debugger", "--exec-agent", "--output",
]); // prettier-ignore

/** Flags whose value is a file: relative to where the user stands, while Pulumi runs elsewhere. */
const fileFlags = new Set([
    "--plan",
    "--save-plan",
    "--policy-pack",
    "--policy-pack-config",
    "--event-log",
    "--import-file",
    "--file",
    "-f",
    "-o",
    "--out",
]);

export interface PulumiArguments {
    /** For example `up`, or `stack` with the subcommand `export`. */
    readonly verb: string | undefined;
    readonly subcommand: string | undefined;
    readonly stack: string | undefined;
    readonly configFile: string | undefined;
    /** YAML file of faults to rehearse: an option of the rehearsal, not of Pulumi. */
    readonly faults: string | undefined;
    /** Keep the clusters' control planes when the command has ended; undefined where nothing is said. */
    readonly keepCluster: boolean | undefined;
    /** What is left for Pulumi, with files made absolute and the three options above taken out. */
    readonly rest: readonly string[];
}

/**
 * Reads as much of a Pulumi command line as the rehearsal must know, and leaves the rest as it is.
 *
 * @throws UserError when an option that the rehearsal reads itself has no value
 */
export function parsePulumiArguments(args: readonly string[], directory: string): PulumiArguments {
    const rest: string[] = [];
    const words: string[] = [];
    const own = new Map<string, string>();
    let keepCluster: boolean | undefined;
    for (let index = 0; index < args.length; index++) {
        const argument = args[index] ?? "";
        if (argument === "--") {
            rest.push(...args.slice(index));
            break;
        }
        if (!argument.startsWith("-") || argument === "-") {
            words.push(argument);
            rest.push(argument);
            continue;
        }
        const [flag, inline] = splitFlag(argument);
        if (flag === "--keep-cluster") {
            keepCluster = yesOrNo(flag, inline ?? "true");
            continue;
        }
        const value = inline ?? (valueFlags.has(flag) ? args[++index] : undefined);
        if (flag === "-s" || flag === "--stack" || flag === "--config-file" || flag === "--faults") {
            if (value === undefined || value === "") {
                throw new UserError(
                    `${flag} needs a value: ${flag === "--faults" || flag === "--config-file" ? "a file" : "the name of a stack"}`,
                );
            }
            own.set(flag === "-s" ? "--stack" : flag, value);
        }
        if (flag === "--faults" || flag === "--config-file") {
            continue;
        }
        rest.push(flag);
        if (value !== undefined) {
            const absolute = fileFlags.has(flag) ? path.resolve(directory, value) : value;
            if (inline === undefined) {
                rest.push(absolute);
            } else {
                rest[rest.length - 1] = `${flag}=${absolute}`;
            }
        }
    }
    const file = (flag: string): string | undefined => {
        const value = own.get(flag);
        return value === undefined ? undefined : path.resolve(directory, value);
    };
    return {
        verb: words[0],
        subcommand: words[1],
        stack: own.get("--stack")?.split("/").at(-1),
        configFile: file("--config-file"),
        faults: file("--faults"),
        keepCluster,
        rest,
    };
}

function yesOrNo(flag: string, value: string): boolean {
    if (value !== "true" && value !== "false") {
        throw new UserError(`${flag}=${value}: say ${flag} or ${flag}=false`);
    }
    return value === "true";
}

function splitFlag(argument: string): [flag: string, inline: string | undefined] {
    const equals = argument.indexOf("=");
    if (equals > 0) {
        return [argument.slice(0, equals), argument.slice(equals + 1)];
    }
    // -sdev
    return /^-s./.test(argument) ? ["-s", argument.slice(2)] : [argument, undefined];
}

/** Where the word `kubectl` stands: what comes before it is for the rehearsal (`-s STACK`), what comes after it is kubectl's own. */
export function kubectlIndex(args: readonly string[]): number | undefined {
    let index = 0;
    while (index < args.length && args[index]?.startsWith("-") === true) {
        const [flag, inline] = splitFlag(args[index] ?? "");
        index += inline === undefined && valueFlags.has(flag) ? 2 : 1;
    }
    return args[index] === "kubectl" ? index : undefined;
}

export function hasFlag(args: readonly string[], ...flags: readonly string[]): boolean {
    return args.some((argument) => flags.includes(splitFlag(argument)[0]));
}
