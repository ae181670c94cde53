import { hasFlag, type PulumiArguments, parsePulumiArguments } from "./arguments";
import { help } from "./commands/help";
import { say, UserError } from "./screen";

/** Commands are loaded when they are called: most need only a part, and start-up is felt at every preview. */
async function main(args: readonly string[]): Promise<number> {
    // npm starts scripts in the package's folder and says where the user stands
    const directory = process.env["INIT_CWD"] ?? process.cwd();
    if (args[0] === "campaign") {
        const { parseCampaignOptions } = await import("./campaign/options.js");
        const options = parseCampaignOptions(args.slice(1));
        return (await import("./commands/campaign.js")).campaign(options, directory);
    }
    if (args[0] === "az") {
        return (await import("./commands/az.js")).az(args.slice(1));
    }
    const parsed = parsePulumiArguments(args, directory);
    const { verb: command = "", stack: named } = parsed;
    if (args.length === 0 || (args.length === 1 && ["help", "--help", "-h"].includes(args[0] ?? ""))) {
        process.stdout.write(`${help}\n`);
        return 0;
    }
    if (["reset", "doctor", "inventory", "recover", "summary"].includes(command)) {
        refuseWords(parsed);
    }
    switch (command) {
        case "reset":
            return (await import("./commands/reset.js")).reset(named);
        case "doctor":
            return (await import("./commands/doctor.js")).doctor();
        case "inventory":
            return (await import("./commands/inventory.js")).inventory({ json: hasFlag(args, "--json"), stack: named });
    }
    const { Session } = await import("./session.js");
    const session = await Session.start();
    switch (command) {
        case "recover":
            return (await import("./commands/recover.js")).recover(session, session.stackOf(named));
        case "summary":
            return (await import("./commands/summary.js")).summary(session, session.stackOf(named));
        default:
            return (await import("./commands/pulumi.js")).runPulumi(session, args, directory);
    }
}

/** A stack's name without `-s` would mean another stack than the one that the user has in mind. */
function refuseWords({ verb = "", subcommand: word }: PulumiArguments): void {
    if (word !== undefined) {
        throw new UserError(`"${verb}" does not take "${word}". To name a stack: ${verb} -s ${word}`);
    }
}

main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
        say(
            error instanceof UserError
                ? `error: ${error.message}`
                : error instanceof Error
                  ? (error.stack ?? error.message)
                  : String(error),
        );
        process.exitCode = error instanceof UserError ? error.exitCode : 70;
    },
);
