import { createHash } from "node:crypto";
import type { CheckRequest } from "../provider/contract";
import type { Properties } from "../provider/values";
import type { TypeTable } from "./schema/tables";

/** Types whose names are GUIDs. */
const GUID_NAMED: ReadonlySet<string> = new Set(["azure-native:authorization:RoleAssignment"]);

/**
 * Gives a resource without a physical name one, as azure-native does: the engine's proposal or the logical name with eight random
 * characters, and the old name again for a resource that has one. Such a resource can be replaced by a new one before it is deleted.
 */
export function withName(table: TypeTable, request: CheckRequest): Properties {
    const { property } = table.name;
    const { news, olds } = request;
    if (news[property] !== undefined || !table.root.children.has(property)) {
        return news;
    }
    const old = olds[property];
    return { ...news, [property]: typeof old === "string" ? old : newName(table, request), __createBeforeDelete: true };
}

function newName(table: TypeTable, request: CheckRequest): string {
    const seed = createHash("sha256").update(request.urn).update(request.randomSeed).digest("hex");
    if (GUID_NAMED.has(table.type)) {
        return [seed.slice(0, 8), seed.slice(8, 12), `4${seed.slice(13, 16)}`, `a${seed.slice(17, 20)}`, seed.slice(20, 32)].join("-");
    }
    return request.proposedName ?? `${request.name}${seed.slice(0, 8)}`;
}
