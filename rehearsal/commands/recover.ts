import { openClusters, requireStarted } from "../clusters";
import type { ControlPlanes } from "../control-plane/control-planes";
import { dropTornAttributes, locksOf } from "../state/backend";
import { say, UserError } from "../screen";
import type { Session } from "../session";
import { takeBackLost } from "../state/lost";
import { lookUpPending, settlePending } from "../state/pending";
import { forgetWithoutCluster } from "../state/replaced";
import { runWithSimulation } from "./pulumi";

/**
 * Settles a stack whose run was killed. Its lock is cleared; each resource whose creation was under way is looked up in the subscription
 * or the cluster, and taken into the state when it stands there; what stands although the state forgot it is taken back, and what went with a
 * cluster that is being replaced is forgotten; then the state is refreshed, since deletes and updates may have gone through without being
 * recorded. docs/real-subscription.md has the same steps for a real stack.
 */
export async function recover(session: Session, stack: string): Promise<number> {
    session.requireStack(stack, "nothing to recover");
    // what cannot be looked up would be forgotten
    requireStarted(session.paths, stack);
    dropTornAttributes(session.paths);
    session.prepareStack(stack, { select: false, withoutFile: true });
    clearLocks(session, stack);
    const planes = await openClusters(session.paths, { stack });
    try {
        return await settle(session, stack, planes);
    } finally {
        await planes.close();
    }
}

async function settle(session: Session, stack: string, planes: ControlPlanes): Promise<number> {
    const outcome = await lookUpPending(session, stack, planes);
    for (const { urn, id } of outcome.standing) {
        say(`found:   ${urn}\n         stands as ${id}: taking it into the state`);
    }
    for (const urn of outcome.missing) {
        say(`missing: ${urn}\n         was never made: forgetting the attempt`);
    }
    if (outcome.standing.length + outcome.missing.length > 0) {
        settlePending(session, stack, outcome);
    }
    for (const urn of await forgetWithoutCluster(session, stack, planes)) {
        say(`gone:    ${urn}\n         went with its cluster, which is being replaced: the next up makes it again`);
    }
    for (const { urn, id } of await takeBackLost(session, stack, planes)) {
        say(`lost:    ${urn}\n         stands as ${id}: taking it back from an earlier state`);
    }
    const code = await runWithSimulation(session, ["refresh", "--yes", "--skip-preview", "--stack", stack], { planes });
    if (code === 0) {
        say(`\nStack "${stack}" is settled: the state holds what stands. "npm run rehearse -- up -s ${stack}" goes on from here.`);
    }
    return code;
}

function clearLocks(session: Session, stack: string): void {
    const locks = locksOf(session.paths, session.project, stack);
    const living = locks.find((lock) => lock.alive);
    if (living !== undefined) {
        throw new UserError(
            `stack "${stack}" is locked by a run that is still alive (process ${living.pid}, since ${living.since}). ` +
                `Wait for it, or stop it with Ctrl-C where it runs; recover is for runs that were killed.`,
        );
    }
    if (locks.length > 0) {
        session.pulumi(["cancel", "--yes", "--stack", stack], `clearing the lock of "${stack}"`);
        say(`lock:    left by process ${locks.map((lock) => lock.pid).join(", ")}, which is gone: cleared`);
    }
}
