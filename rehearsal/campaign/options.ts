import { UserError } from "../screen";

export interface CampaignOptions {
    /** @default - a random one, which is shown */
    readonly seed: number | undefined;
    readonly runs: number;
    /** The one run to repeat. */
    readonly run: number | undefined;
    /** Stack files, or names of stacks at the root. @default - all of the checkout that stand by themselves */
    readonly stacks: readonly string[];
    /** @default campaign.yaml of the checkout */
    readonly edits: string | undefined;
    /** How many at once. @default - one for each processor */
    readonly jobs: number | undefined;
    /** Each fault stays for all commands of its run, so that every run fails: shows how a failure is reported. */
    readonly persists: boolean;
}

/** Enough to see a few of each kind, in a few minutes. */
const DEFAULT_RUNS = 20;

const PERSISTS = "--fault-persists";
const usage =
    "campaign [--seed N] [--runs N] [--stack FILE]... [--edits FILE] [--jobs N], and --run N to repeat one run of a seed " +
    "(docs/rehearsal.md has the rest)";

/** @throws UserError that names the option and what it takes */
export function parseCampaignOptions(args: readonly string[]): CampaignOptions {
    const numbers = new Map<string, number>();
    const stacks: string[] = [];
    let edits: string | undefined;
    let persists = false;
    const rest = args.flatMap((argument) => (/^--[a-z-]+=/.test(argument) ? splitAtEquals(argument) : [argument]));
    for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
        switch (option) {
            case "--seed":
            case "--runs":
            case "--run":
            case "--jobs":
                numbers.set(option, wholeNumber(option, rest.shift()));
                break;
            case "-s":
            case "--stack":
                // one or more
                do {
                    stacks.push(value(option, rest.shift()));
                } while (rest[0] !== undefined && !rest[0].startsWith("-"));
                break;
            case "--edits":
                edits = value(option, rest.shift());
                break;
            case PERSISTS:
                persists = true;
                break;
            default:
                throw new UserError(`campaign does not take "${option}": ${usage}`);
        }
    }
    const run = numbers.get("--run");
    if (run !== undefined && !numbers.has("--seed")) {
        throw new UserError(`--run ${String(run)} needs the --seed of the campaign that it is a run of`);
    }
    return {
        seed: numbers.get("--seed"),
        runs: numbers.get("--runs") ?? DEFAULT_RUNS,
        run,
        stacks,
        edits,
        jobs: numbers.get("--jobs"),
        persists,
    };
}

/** The command that repeats exactly one run. */
export function repeatingCommand({ seed, stacks, edits, persists }: CampaignOptions & { readonly seed: number }, run: number): string {
    return [
        `npm run rehearse -- campaign --seed ${String(seed)} --run ${String(run)}`,
        ...stacks.map((stack) => `--stack ${stack}`),
        ...(edits === undefined ? [] : [`--edits ${edits}`]),
        ...(persists ? [PERSISTS] : []),
    ].join(" ");
}

function splitAtEquals(argument: string): string[] {
    return [argument.slice(0, argument.indexOf("=")), argument.slice(argument.indexOf("=") + 1)];
}

function value(option: string, text: string | undefined): string {
    if (text === undefined || text === "" || text.startsWith("-")) {
        throw new UserError(`${option} needs a value: a file${option === "--edits" ? "" : ", or the name of a stack"}`);
    }
    return text;
}

function wholeNumber(option: string, text: string | undefined): number {
    const least = option === "--seed" ? 0 : 1;
    const number = Number(text);
    if (text === undefined || !/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
        throw new UserError(`${option} is ${text ?? "without a value"}: use a whole number of at least ${String(least)}`);
    }
    return number;
}
