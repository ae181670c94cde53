/**
 * Runs command lines of the rehearsal one after the other, for a test that looks at what they do and not at their processes: loading them
 * costs a second of computing each time.
 */
import { runCommandLine } from "../../rehearsal/cli";
import { ResidentPrograms } from "../../rehearsal/language-host/resident-programs";

export interface CommandLine {
    readonly args: readonly string[];
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** Ends what the command wrote on each of its streams. */
    readonly mark: string;
}

const programs = new ResidentPrograms();

const written = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
    new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));

async function perform({ args, environment, mark }: CommandLine): Promise<void> {
    Object.keys(process.env).forEach((name) => delete process.env[name]);
    Object.assign(process.env, environment);
    const code = await runCommandLine(args, { programs });
    await Promise.all([written(process.stdout, mark), written(process.stderr, mark)]);
    process.send?.(code);
}

process.on("message", (line: CommandLine) => void perform(line));
// the test is gone
process.on("disconnect", () => process.exit(1));
