import { existsSync, rmSync } from "node:fs";
import { rehearsalPaths, shown } from "../home";
import { say, UserError } from "../screen";
import { projectName } from "../project/project";
import { locksOf, stackNames } from "../state/backend";

/** Throws the whole rehearsal away: every stack, the simulated subscription and its clusters. The built engine stays in the cache. */
export function reset(): number {
    const paths = rehearsalPaths();
    if (!existsSync(paths.home)) {
        say("There is no rehearsal to reset.");
        return 0;
    }
    const project = projectName();
    for (const stack of stackNames(paths, project)) {
        const living = locksOf(paths, project, stack).find((lock) => lock.alive);
        if (living !== undefined) {
            throw new UserError(`stack "${stack}" is being changed by another run (process ${living.pid}, since ${living.since}): wait for it, then reset`);
        }
    }
    rmSync(paths.home, { recursive: true, force: true });
    say(`Removed ${shown(paths.home)}: the next "make rehearse" starts with an empty subscription.`);
    return 0;
}
