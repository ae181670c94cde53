import type { Properties } from "../provider/values";
import type { ApiResponse } from "../control-plane/rest-client";
import { objectAt, objectsAt, textAt } from "./fields";
import { ApiError } from "./object-store";

/**
 * The error of an answer that is a refusal, in the server's words: a `Status` object, or plain text from before any API was reached.
 */
export function refusalOf({ status, body }: ApiResponse): ApiError {
    const details = objectAt(body, "details");
    const message = textAt(body, "message") || textAt(body, "value").trim() || `the server answered with HTTP status ${String(status)}`;
    const reason = textAt(body, "reason") || reasonOf(status);
    return new ApiError(reason, message, { code: status, resource: textAt(details, "kind"), causes: causesOf(details) });
}

/** Whether an answer says that the server has no such path: a kind that it served before is gone. */
export function isPathMissing({ status, body }: ApiResponse): boolean {
    return (
        status === 404 && (textAt(body, "reason") === "" || textAt(body, "message") === "the server could not find the requested resource")
    );
}

function causesOf(details: Properties): string[] {
    const causes = objectsAt(details, "causes");
    return causes.map((cause) => [textAt(cause, "field"), textAt(cause, "message")].filter((part) => part !== "").join(": "));
}

/** The reason that goes with a status, for answers that name none. */
function reasonOf(status: number): string {
    return (
        { 400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict", 422: "Invalid" }[status] ?? "Unknown"
    );
}
