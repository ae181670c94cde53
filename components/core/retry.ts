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
 * How long to wait before an operation is tried again.
 *
 * @param errors what it failed with so far, newest first
 * @returns seconds; undefined when waiting does not help, or has not helped for long enough
 */
export function secondsToRetry(errors: readonly string[]): number | undefined {
    const [newest] = errors;
    return newest !== undefined && isConflict(newest) ? RETRY_SECONDS[errors.length - 1] : undefined;
}

/**
 * A hook that tries an operation again that met another one on the same cluster. It lives in the program: a destroy has it with
 * `--run-program` only.
 *
 * @param owner the component's type and name, which no other component has
 */
export function retryConflicts(owner: string): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${owner}: retry conflicts`, async ({ name, failedOperation, errors }) => {
        const seconds = secondsToRetry(errors);
        if (seconds === undefined) {
            return false;
        }
        await pulumi.log.info(`${name}: Azure is busy with another operation; trying the ${failedOperation} again in ${seconds} s`);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        return true;
    });
}
