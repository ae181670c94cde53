let said = (text: string): void => void process.stderr.write(text);

/** What the rehearsal itself says goes to stderr, so that stdout stays what was asked for (Pulumi's output, JSON). */
export function say(line = ""): void {
    said(`${line}\n`);
}

/** Takes what this process says elsewhere, for example into the log of a run. @returns what ends it */
export function divertSaid(to: (text: string) => void): () => void {
    const before = said;
    said = to;
    return () => void (said = before);
}

const useColor = process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";

/** For what goes to stdout: a pipe or a file gets no escape codes. */
export function bold(text: string): string {
    return useColor ? `\u001b[1m${text}\u001b[22m` : text;
}

/**
 * A line that shows how far a long step is. On a terminal it is redrawn; elsewhere a new line appears at most every ten seconds, so
 * that a CI log shows life without filling up.
 */
export class Progress {
    private readonly start = Date.now();
    private lastLine = 0;
    private width = 0;

    constructor(private readonly title: string) {}

    show(detail: string): void {
        const now = Date.now();
        const line = `${this.title}: ${detail} (${seconds(now - this.start)})`;
        if (process.stderr.isTTY) {
            process.stderr.write(`\r${line.padEnd(this.width)}`);
            this.width = line.length;
        } else if (now - this.lastLine >= 10_000) {
            this.lastLine = now;
            say(line);
        }
    }

    done(detail: string): void {
        const line = `${this.title}: ${detail} (${seconds(Date.now() - this.start)})`;
        say(process.stderr.isTTY ? `\r${line.padEnd(this.width)}` : line);
    }
}

export function seconds(milliseconds: number): string {
    const total = Math.round(milliseconds / 1000);
    return total < 60 ? `${total} s` : `${Math.floor(total / 60)} min ${total % 60} s`;
}

/** A count with its noun: `1 object`, `20 resources`. */
export function counted(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Columns padded to their widest cell; the first row is the head. */
export function table(rows: readonly (readonly string[])[]): string[] {
    const widths: number[] = [];
    for (const row of rows) {
        row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
    }
    return rows.map((row) =>
        row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd(),
    );
}

/** An error that a person caused or can mend: shown without a stack trace, then the command ends with exit code 1 (or its own). */
export class UserError extends Error {
    constructor(
        message: string,
        readonly exitCode = 1,
    ) {
        super(message);
        this.name = "UserError";
    }
}
