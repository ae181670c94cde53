import type { Readable } from "node:stream";
import { EngineLog } from "../provider/engine-log";
import type { StartedProgram } from "./processes";

/**
 * Numbers of the two streams, which the engine shows each as one text. It counts those of the plugins that it starts itself from 1, and
 * must not take them for the same.
 */
const streams = { stdout: 1_000_001, stderr: 1_000_002 };

/**
 * Shows what a program prints as messages of its stack, line by line, as the engine does it with the output of a language host that it
 * started itself (sdk/go/common/resource/plugin/plugin.go, newPlugin). Resolves when all of it is shown.
 */
export async function showOutput({ stdout, stderr }: StartedProgram, engineAddress: string): Promise<void> {
    const log = new EngineLog();
    log.attach(engineAddress);
    const show = async (output: Readable | null, stream: number): Promise<void> => {
        for await (const line of linesOf(output)) {
            // the engine leaves empty lines out, too
            if (line.trim() !== "") {
                await log.log("info", line, { stream });
            }
        }
    };
    await Promise.all([show(stdout, streams.stdout), show(stderr, streams.stderr)]);
    log.close();
}

/** Lines with their line breaks; the last one may have none. */
async function* linesOf(output: Readable | null): AsyncGenerator<string> {
    let rest = "";
    try {
        for await (const text of output?.setEncoding("utf8") ?? []) {
            const lines = `${rest}${String(text)}`.split(/(?<=\n)/);
            rest = lines.at(-1)?.endsWith("\n") === true ? "" : (lines.pop() ?? "");
            yield* lines;
        }
    } catch {
        // the host was ended, and with it the program
    }
    yield rest;
}
