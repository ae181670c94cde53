import { hasFlag, kubectlIndex, type PulumiArguments, parsePulumiArguments } from "./arguments";
import { help } from "./commands/help";
import { say, UserError } from "./screen";
import type { SessionOptions } from "./session";

/**
 * Runs one command line to its end, and tells people what went wrong.
 *
 * @param options what a command that runs the engine does so with
 * @returns the exit code
 */
export async function runCommandLine(args: readonly string[], options: SessionOptions = {}): Promise<number> {
    try {
        return await run(args, options);
    } catch (error) {
        if (error instanceof UserError) {
            say(`error: ${error.message}`);
            return error.exitCode;
        }
        say(error instanceof Error ? (error.stack ?? error.message) : String(error));
        return 70;
    }
}

/** Commands are loaded when they are called: most need only a part, and start-up is felt at every preview. */
async function run(args: readonly string[], options: SessionOptions): Promise<number> {
    // npm starts scripts in the package's folder and says where the user stands
    const directory = process.env["INIT_CWD"] ?? process.cwd();
    if (args[0] === "campaign") {
        const { parseCampaignOptions } = await import("./campaign/options.js");
        return (await import("./commands/campaign.js")).campaign(parseCampaignOptions(args.slice(1)), directory);
    }
    if (args[0] === "az") {
        return (await import("./commands/az.js")).az(args.slice(1));
    }
    const kubectlAt = kubectlIndex(args);
    if (kubectlAt !== undefined) {
        const { stack } = parsePulumiArguments(args.slice(0, kubectlAt), directory);
        return (await import("./commands/kubectl.js")).kubectl(args.slice(kubectlAt + 1), stack);
    }
    const parsed = parsePulumiArguments(args, directory);
    const { verb: command = "", stack: named } = parsed;
    if (args.length === 0 || (args.length === 1 && ["help", "--help", "-h"].includes(args[0] ?? ""))) {
        process.stdout.write(`${help}\n`);
        return 0;
    }
    if (["reset", "stop", "build", "doctor", "inventory", "recover", "summary"].includes(command)) {
        refuseWords(parsed);
    }
    switch (command) {
        case "reset":
            return (await import("./commands/reset.js")).reset(named);
        case "stop":
            return (await import("./commands/stop.js")).stop();
        case "build":
            return (await import("./commands/build.js")).build();
        case "why":
            return explain(parsed);
        case "doctor":
            return (await import("./commands/doctor.js")).doctor();
        case "inventory":
            return (await import("./commands/inventory.js")).inventory({ json: hasFlag(args, "--json"), stack: named });
    }
    if (command === "up" || command === "update") {
        await (await import("./commands/build.js")).announceBuilds();
    }
    const { Session } = await import("./session.js");
    const session = await Session.start(options);
    switch (command) {
        case "recover":
            return (await import("./commands/recover.js")).recover(session, session.stackOf(named));
        case "summary":
            return (await import("./commands/summary.js")).summary(session, session.stackOf(named));
        default:
            return (await import("./commands/pulumi.js")).runPulumi(session, args, directory);
    }
}

async function explain({ subcommand: word, stack }: PulumiArguments): Promise<number> {
    if (word === undefined) {
        throw new UserError('why needs the name of a pod, or of what made it: "npm run rehearse -- why train"');
    }
    const [{ why }, { openClusters }, { rehearsalPaths }] = await Promise.all([
        import("./commands/why.js"),
        import("./clusters.js"),
        import("./home.js"),
    ]);
    const paths = rehearsalPaths();
    const planes = await openClusters(paths, {});
    try {
        return await why(planes, paths, word, stack);
    } finally {
        await planes.close();
    }
}

/** A stack's name without `-s` would mean another stack than the one that the user has in mind. */
function refuseWords({ verb = "", subcommand: word }: PulumiArguments): void {
    if (word !== undefined) {
        throw new UserError(`"${verb}" does not take "${word}". To name a stack: ${verb} -s ${word}`);
    }
}

if (require.main === module) {
    void runCommandLine(process.argv.slice(2)).then((code) => (process.exitCode = code));
}
