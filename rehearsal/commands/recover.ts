import { locksOf } from "../state/backend";
import { say, UserError } from "../screen";
import type { Session } from "../session";
import { lookUpPending } from "../state/pending";
import { runWithSimulation } from "./pulumi";

/**
 * Settles a stack whose run was killed. Its lock is cleared; each resource whose creation was under way is looked up in the subscription
 * or the cluster, and taken into the state when it stands there; then the state is refreshed, since deletes and updates may have gone
 * through without being recorded. On a real stack the same steps are `pulumi cancel` and `pulumi refresh --import-pending-creates`.
 */
export async function recover(session: Session, stack: string): Promise<number> {
    if (!session.stacks().includes(stack)) {
        throw new UserError(`there is no stack "${stack}" in the rehearsal: nothing to recover. Stacks: ${session.stacks().join(", ") || "none"}`);
    }
    session.prepareStack(stack, { select: false, withoutFile: true });
    clearLocks(session, stack);
    const { standing, missing } = lookUpPending(session, stack);
    for (const { urn, id } of standing) {
        say(`found:   ${urn}\n         stands as ${id}: taking it into the state`);
    }
    for (const urn of missing) {
        say(`missing: ${urn}\n         was never made: forgetting the attempt`);
    }
    const imports = standing.flatMap(({ urn, id }) => ["--import-pending-creates", urn, "--import-pending-creates", id]);
    const clear = missing.length > 0 ? ["--clear-pending-creates"] : [];
    const code = await runWithSimulation(session, ["refresh", "--yes", "--skip-preview", "--stack", stack, ...imports, ...clear]);
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
