import * as pulumi from "@pulumi/pulumi";

/**
 * Seconds before each further try, growing: an operation on a node pool takes 3 to 8 minutes, one on a cluster up to 15. After the last
 * the error stands: 18 minutes in all.
 */
export const RETRY_SECONDS: readonly number[] = [15, 30, 60, 120, 240, 300, 300];

/**
 * What Azure answers while another operation is under way, and azure-native 3.28 does not try again: AKS error codes of
 * https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes, and the provider's own list of retries (read 2026-11-21).
 */
const CONFLICTS: readonly RegExp[] = [
    // The same code also refuses versions, quotas and pool modes, which no waiting mends.
    /\bOperationNotAllowed\b(?=[\s\S]*\b(in[- ]progress|another operation)\b)/i,
    /\bEtagMismatch\b/,
    /\bServerBusy\b/,
    /\bReferencedResourceNotProvisioned\b/,
    /\bAnotherOperationInProgress\b/,
    /\bVirtualNetworkNotInSucceededState\b/,
];

/** Whether an error says that something else has to end first. */
export function isConflict(error: string): boolean {
    return CONFLICTS.some((conflict) => conflict.test(error));
}

/**
 * Whether an error says that a subnet still has machines in it. Those of a cluster go some minutes after it: AKS reports the end of a
 * delete before Azure has released their network interfaces.
 */
export function isStillInUse(error: string): boolean {
    return /\bInUseSubnetCannotBeDeleted\b/.test(error);
}

/**
 * What the engine shows of an operation that Azure began and that failed later, beside what azure-native says itself when it cannot read
 * the resource then (pulumi 3.248, `InitError`; pulumi-azure-native 3.28, `HandleErrorWithCheckpoint`).
 */
const FAILED_LATER = /^\s*\d+ errors? occurred:|\bpartially created\b/;

/** An operation that failed: what it was, and every error so far, newest first. */
export type FailedOperation = Pick<pulumi.ErrorHookArgs, "failedOperation" | "errors">;

/**
 * How long to wait before an operation is tried again.
 *
 * A create that Azure began and that failed later has made the resource, and the state has it as failed: the next `up` repairs it with an
 * update. Another try would be refused, since it exists, and the engine would drop it from the state for that. An update that failed later
 * is tried again; the engine keeps the first try's errors in the state, so the next preview shows that update once more.
 *
 * @returns seconds; undefined when waiting does not help, or has not helped for long enough
 */
export function secondsToRetry({ failedOperation, errors }: FailedOperation): number | undefined {
    const [newest] = errors;
    if (newest === undefined || (failedOperation === "create" && FAILED_LATER.test(newest))) {
        return undefined;
    }
    return isConflict(newest) || (failedOperation === "delete" && isStillInUse(newest)) ? RETRY_SECONDS[errors.length - 1] : undefined;
}

/**
 * A hook that tries an operation again that met another one on the same cluster or network. It lives in the program: a destroy has it with
 * `--run-program` only.
 *
 * @param owner the component's type and name, which no other component has
 */
export function retryConflicts(owner: string): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${owner}: retry conflicts`, async (failed) => {
        const { name, failedOperation, errors } = failed;
        const seconds = secondsToRetry(failed);
        if (seconds === undefined) {
            return false;
        }
        const why = isStillInUse(errors[0] ?? "") ? "something is still in the subnet" : "Azure is busy with another operation";
        await pulumi.log.info(`${name}: ${why}; trying the ${failedOperation} again in ${seconds} s`);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        return true;
    });
}
