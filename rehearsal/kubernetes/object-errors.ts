import { ApiError, NoMatchError } from "./object-store";

const CONFLICT_HELP =
    "Server-Side Apply field conflict detected: somebody else set a field to another value. Leave the field to them (ignoreChanges, or take it out), " +
    'or take it over with the annotation pulumi.com/patchForce: "true" on the object';

/** Why an object was not made. */
export function creationError(error: unknown, id: string): Error {
    return explained(error, "creation", id, `resource ${id} was not successfully created by the Kubernetes API server: `);
}

/** Why an object was not changed. */
export function updateError(error: unknown, id: string): Error {
    return explained(error, "update", id, `update of resource ${id} failed because the Kubernetes API server refused it: `);
}

/** Why a patch was not taken back. */
export function patchRemovalError(error: unknown): unknown {
    return error instanceof ApiError && error.reason === "Invalid" && /Required value/.test(error.message)
        ? new Error(
              `this Patch resource is currently managing a required field, so it can't be deleted directly: ${error.message}. ` +
                  "Either set the `retainOnDelete` resource option, or transfer ownership of the field before deleting",
          )
        : error;
}

function explained(error: unknown, verb: string, id: string, prefix: string): Error {
    if (error instanceof NoMatchError) {
        return new Error(
            `${verb} of resource ${id} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. ` +
                `Verify that any required CRDs have been created: ${error.message}`,
        );
    }
    if (error instanceof ApiError && error.reason === "Conflict" && /conflict/.test(error.message)) {
        return new Error(`${prefix}${error.message}. ${CONFLICT_HELP}`);
    }
    return error instanceof Error ? new Error(`${prefix}${error.message}`) : new Error(String(error));
}
