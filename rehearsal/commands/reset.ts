import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { endControlPlanes } from "../clusters";
import { rehearsalPaths, shown } from "../home";
import { say, UserError } from "../screen";
import { projectName } from "../project/project";
import { locksOf, stackNames } from "../state/backend";

/** All that the rehearsal makes in its home, besides what `rehearsalPaths` names. */
const others = ["engine", "unprotected"];

/**
 * Throws the whole rehearsal away: every stack, the simulated subscription and its clusters. The built engine stays in the cache, and so
 * does what the rehearsal did not make: `ML_PLATFORM_REHEARSAL_HOME` may name a folder that holds more.
 */
export async function reset(stack?: string): Promise<number> {
    if (stack !== undefined) {
        throw new UserError(
            `reset forgets every stack and the whole subscription. For "${stack}" alone: "npm run rehearse -- destroy --yes -s ${stack}", ` +
                `then "npm run rehearse -- stack rm --yes ${stack}". For everything: reset, without -s`,
        );
    }
    const { home, ...folders } = rehearsalPaths();
    const made = [...Object.values(folders), ...others.map((name) => path.join(home, name))].filter((folder) => existsSync(folder));
    if (made.length === 0) {
        say("There is no rehearsal to reset.");
        return 0;
    }
    const project = projectName();
    for (const stack of stackNames({ home, ...folders }, project)) {
        const living = locksOf({ home, ...folders }, project, stack).find((lock) => lock.alive);
        if (living !== undefined) {
            throw new UserError(
                `stack "${stack}" is being changed by another run (process ${living.pid}, since ${living.since}): wait for it, then reset`,
            );
        }
    }
    await endControlPlanes({ home, ...folders });
    for (const folder of made) {
        rmSync(folder, { recursive: true, force: true });
    }
    for (const file of readdirSync(home).filter((name) => /^settled-.*\.json$/.test(name))) {
        rmSync(path.join(home, file));
    }
    const rest = readdirSync(home);
    if (rest.length === 0) {
        rmdirSync(home);
    }
    say(
        `Forgot everything that was rehearsed in ${shown(home)}${rest.length === 0 ? "" : ` (left alone, not made by the rehearsal: ${rest.join(", ")})`}. ` +
            `The next "make rehearse" starts with an empty subscription.`,
    );
    return 0;
}
