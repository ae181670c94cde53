/**
 * A refusal by Azure Resource Manager, with its HTTP status and error code.
 *
 * The message has the form in which azure-native passes on what ARM answered, so that people and error hooks find the same text as in Azure.
 */
export class ArmError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly target?: string,
    ) {
        super(`Status=${status} Code="${code}" Message="${detail}"${target === undefined ? "" : ` Target="${target}"`}`);
        this.name = "ArmError";
    }
}

/** Codes that azure-native sends again after a pause; every other refusal of a first request is final (azure-native 3.28, retry policy). */
export const RETRIED_CODES: ReadonlySet<string> = new Set([
    "AnotherOperationInProgress",
    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
    "StorageAccountOperationInProgress",
    "ConflictingConcurrentWriteNotAllowed",
]);
