import * as path from "node:path";
import { parseArgs } from "node:util";
import { examine, type Examined } from "../check";
import { SHARED_FOLDER } from "../files/shared-files";
import { describeOrigin } from "../files/sources";
import { nearest } from "../form/nearest";
import { isAtOrAbove, parsePath } from "../form/paths";
import { Checkout, stackOf } from "./checkout";
import { explain, pathOf, renderLines } from "./explain";
import { HELP } from "./help";
import { imageCommands } from "./images";
import { lint, sharedFilesOf, unreadable } from "./lint";
import { inOrder, problemOf, renderProblem } from "./problem";
import { readStackFile } from "./stack-file";

/** What the commands read and write. */
export interface Surroundings {
    /** Root of the checkout. */
    readonly root: string;
    /** What relative file names of the command line are relative to. */
    readonly cwd: string;
    readonly out: (line: string) => void;
    readonly err: (line: string) => void;
}

const DEFAULT_STACK = "dev";
const COMMANDS = ["explain", "images", "lint"];

/** Runs one command line. Returns the exit code: 0, or 1 when something is wrong, 2 when the command line is. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
    let parsed;
    try {
        parsed = parseArgs({
            args: [...args],
            allowPositionals: true,
            options: {
                stack: { type: "string", short: "s" },
                "config-file": { type: "string" },
                help: { type: "boolean", short: "h" },
            },
        });
    } catch (error) {
        // What follows the first sentence is about names that begin with a dash.
        const message = String(error).replace(/^\w+(?: \[\w+\])?: /, "");
        return refuse(message.split(". ")[0] ?? message, around);
    }
    const { positionals, values } = parsed;
    const [command, ...rest] = positionals;
    if (values.help === true || command === undefined || command === "help") {
        around.out(HELP);
        return command === undefined && values.help !== true ? 2 : 0;
    }
    const isPlain = values.stack === undefined && values["config-file"] === undefined;
    if (command === "explain" && rest.length <= 1) {
        return runExplain(values.stack, values["config-file"], rest[0], around);
    }
    if (command === "images" && rest.length === 0) {
        return runImages(values.stack, values["config-file"], around);
    }
    if (command === "lint" && rest.length === 0 && isPlain) {
        return runLint(around);
    }
    if (COMMANDS.includes(command)) {
        return refuse(
            isPlain || command !== "lint" ? `too many arguments for ${command}` : "lint looks at all stacks: leave the options out",
            around,
        );
    }
    const similar = nearest(command, COMMANDS);
    return refuse(`there is no command ${command}${similar === undefined ? "" : `; did you mean ${similar}?`}`, around);
}

function refuse(message: string, { err }: Surroundings): number {
    err(`${message}\n\n  npm run config -- --help`);
    return 2;
}

/** A stack's configuration with all that is known of it; nothing, once it is said why it cannot be read. */
function open(givenStack: string | undefined, configFile: string | undefined, around: Surroundings): Opened | undefined {
    const { root, cwd, err } = around;
    const checkout = new Checkout(root);
    // Pulumi, too, takes the last part of organization/project/stack for the file's name.
    const named = (givenStack ?? DEFAULT_STACK).split("/").at(-1) ?? DEFAULT_STACK;
    const file = configFile === undefined ? `Pulumi.${named}.yaml` : path.relative(root, path.resolve(cwd, configFile));
    const text = checkout.read(file);
    if (text === undefined) {
        err(configFile === undefined ? noStack(named, checkout) : `--config-file: there is no file ${configFile}`);
        return undefined;
    }
    if (file.startsWith(`${SHARED_FOLDER}/`) || path.basename(file) === "Pulumi.yaml") {
        const what = file.startsWith(`${SHARED_FOLDER}/`) ? "a shared file" : "the project's file";
        err(`--config-file: ${configFile ?? file} is ${what}; name a stack file, Pulumi.<stack>.yaml`);
        return undefined;
    }
    const stack = configFile === undefined || givenStack !== undefined ? named : stackOf(file);
    const shared = sharedFilesOf(checkout);
    const read = readStackFile(text, file);
    if (read.kind === "fault") {
        err(renderProblem(unreadable(read, file)));
        return undefined;
    }
    return { stack, file, examined: examine(read.raw, stack, shared) };
}

interface Opened {
    readonly stack: string;
    readonly file: string;
    readonly examined: Examined;
}

function runImages(givenStack: string | undefined, configFile: string | undefined, around: Surroundings): number {
    const opened = open(givenStack, configFile, around);
    if (opened === undefined) {
        return 1;
    }
    const { stack, file, examined } = opened;
    const errors = inOrder(examined.findings.map((found) => problemOf(found, examined.hidden, file))).filter(
        ({ severity }) => severity === "error",
    );
    if (errors.length > 0) {
        errors.forEach((problem) => around.err(renderProblem(problem)));
        return 1;
    }
    imageCommands(examined.config, stack).forEach((line) => around.out(line));
    return 0;
}

function runExplain(
    givenStack: string | undefined,
    configFile: string | undefined,
    place: string | undefined,
    around: Surroundings,
): number {
    const { out, err } = around;
    const opened = open(givenStack, configFile, around);
    if (opened === undefined) {
        return 1;
    }
    const { stack, file, examined } = opened;
    const explanation = explain(examined, place);
    if (explanation.kind === "unknown") {
        err(explanation.message);
        return 1;
    }
    const files = examined.sources.flatMap((source) => (source.file === undefined ? [] : [describeOrigin({ file: source.file })]));
    out(`# stack ${stack}: ${files.join(" < ")}`);
    (explanation.kind === "unset" ? [`# ${explanation.message}`] : renderLines(explanation.lines)).forEach((line) => out(line));
    const wanted = pathOf(place);
    const standIn = examined.unknown.find((unknown) => isAtOrAbove(unknown, wanted));
    const about = examined.findings.filter(({ path: at }) => {
        return isAtOrAbove(standIn ?? wanted, parsePath(at)) || at.startsWith("extends");
    });
    const problems = inOrder(about.map((found) => problemOf(found, examined.hidden, file)));
    ["", ...problems.map(renderProblem)].slice(problems.length === 0 ? 1 : 0).forEach((line) => out(line));
    return 0;
}

async function runLint({ root, out }: Surroundings): Promise<number> {
    const { problems, stackFiles, sharedFiles, allFiles } = await lint(new Checkout(root));
    problems.forEach((problem) => out(renderProblem(problem)));
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const counted = `${stackFiles} stack files, ${sharedFiles} shared files, ${allFiles} files searched for credentials`;
    out(`${counted}: ${numberOf(errors, "error")}, ${numberOf(problems.length - errors, "warning")}`);
    return errors === 0 ? 0 : 1;
}

function numberOf(count: number, what: string): string {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function noStack(named: string, checkout: Checkout): string {
    const example = `examples/Pulumi.${named}.yaml`;
    if (checkout.read(example) !== undefined) {
        return `there is no Pulumi.${named}.yaml; there is --config-file ${example}`;
    }
    const stacks = checkout.stacks();
    const similar = nearest(named, stacks);
    const meant = similar === undefined ? "" : `; did you mean ${similar}?`;
    const known = stacks.length === 0 ? "there is no stack file at all" : `stacks: ${stacks.join(", ")}`;
    return `there is no Pulumi.${named}.yaml${meant} (${known})`;
}
