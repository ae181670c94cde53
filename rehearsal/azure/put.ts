import { randomUUID } from "node:crypto";
import type { Properties } from "../provider/values";
import { ArmError } from "./arm-error";
import type { Cloud } from "./cloud";
import type { PutRequest, StoredProperties } from "./request";
import { textAt } from "./request";
import { idFrom } from "./resource-id";
import { checkConflicts } from "./rules/conflicts";
import { checkFixed, checkPut } from "./rules/general";
import { normalLocation } from "./schema/diff";
import { withoutSecrets } from "./schema/project";
import type { TypeTable } from "./schema/tables";
import { tableOf } from "./schema/tables";
import type { ResourceRecord } from "./subscription/store";

/** Splits inputs into those that the id is made of and the rest. */
function splitInputs(table: TypeTable, inputs: Properties): { path: Record<string, string>; rest: Properties } {
    const path: Record<string, string> = {};
    const rest: Properties = {};
    for (const [name, value] of Object.entries(inputs)) {
        if (name.startsWith("__")) {
            continue;
        }
        if (table.root.children.get(name)?.path === true) {
            path[name] = typeof value === "string" ? value : JSON.stringify(value);
        } else if (value !== null) {
            rest[name] = value;
        }
    }
    return { path, rest };
}

/** What only Azure sets, for every type that shows it. */
function commonComputed(table: TypeTable, cloud: Cloud, previous: ResourceRecord | undefined): Properties {
    const now = cloud.now.toISOString();
    const by = { createdBy: cloud.settings.deployer.objectId, createdByType: "User" };
    const computed: Properties = { __now: now };
    for (const name of table.outputs) {
        if (name === "etag") {
            computed[name] = `W/"${randomUUID()}"`;
        } else if (name === "eTag") {
            computed[name] = randomUUID();
        } else if (name === "resourceGuid") {
            computed[name] = textAt(previous?.computed, "resourceGuid") ?? randomUUID();
        } else if (name === "systemData") {
            computed[name] = {
                ...by,
                createdAt: previous?.createdAt ?? now,
                lastModifiedAt: now,
                lastModifiedBy: by.createdBy,
                lastModifiedByType: "User",
            };
        }
    }
    if (table.type === "azure-native:resources:ResourceGroup") {
        computed["properties"] = { provisioningState: "Succeeded" };
    }
    return computed;
}

/**
 * Asks the subscription for a resource. Runs without waiting, from the first look to the stored record.
 * @throws ArmError when Azure refuses; nothing is stored then
 */
export function put(verb: "create" | "update", type: string, inputs: Properties, cloud: Cloud, stack?: string): ResourceRecord {
    const table = tableOf(type);
    const id = idFrom(table, inputs, cloud.subscriptionId);
    const previous = cloud.find(id);
    if (verb === "create" && previous !== undefined && cloud.behaviour({ type }).singleton !== true) {
        throw new Error(`cannot create already existing resource '${id}'`);
    }
    if (verb === "update" && previous === undefined) {
        throw new ArmError(404, "ResourceNotFound", `The Resource '${id}' was not found.`);
    }
    const name = textAt(inputs, table.name.property) ?? "";
    const request: PutRequest = {
        verb,
        table,
        id,
        name,
        inputs,
        ...(previous === undefined ? {} : { previous }),
        ...(stack === undefined ? {} : { stack }),
    };
    checkPut(request, cloud);
    checkConflicts(table.type, id, verb, cloud);
    cloud.behaviour({ type }).check?.(request, cloud);
    const record = recordOf(request, cloud);
    if (previous !== undefined) {
        const standing = cloud.behaviour(previous).standing?.(previous, record.body, cloud) ?? previous.body;
        checkFixed(request, standing, record.body);
        cloud.replace(record);
    } else if (!cloud.create(record)) {
        throw new Error(`cannot create already existing resource '${id}'`);
    }
    cloud.behaviour(record).accepted?.(record, cloud);
    return record;
}

/** The record that a request leads to, its operation under way. */
export function recordOf(request: PutRequest, cloud: Cloud): ResourceRecord {
    const { table, previous, id } = request;
    const { path, rest } = splitInputs(table, request.inputs);
    const location = textAt(rest, "location");
    const placed: Properties = location === undefined ? rest : { ...rest, location: normalLocation(location) };
    const sent: StoredProperties = { body: withoutSecrets(table, placed), computed: commonComputed(table, cloud, previous) };
    const behaviour = cloud.behaviour({ type: table.type });
    const { body, computed } = behaviour.stored?.(request, sent, cloud) ?? sent;
    const now = cloud.now.toISOString();
    const stack = previous?.stack ?? request.stack;
    const region = textAt(body, "location") ?? previous?.location ?? cloud.find(parentOf(id))?.location;
    const base: ResourceRecord = {
        id: previous?.id ?? id,
        type: table.type,
        armType: table.armType,
        name: request.name,
        ...(region === undefined ? {} : { location: region }),
        createdAt: previous?.createdAt ?? now,
        changedAt: now,
        provisioningState: previous === undefined ? "Creating" : "Updating",
        ...(previous?.managedBy === undefined ? {} : { managedBy: previous.managedBy }),
        ...(previous?.existing === undefined ? {} : { existing: previous.existing }),
        ...(stack === undefined ? {} : { stack }),
        path,
        body,
        computed,
        sent: sent.body,
    };
    const failure = behaviour.failure?.(base, cloud);
    return {
        ...base,
        operation: { completesAt: Date.now() + cloud.settings.operationMilliseconds, ...(failure === undefined ? {} : { failure }) },
    };
}

function parentOf(id: string): string {
    return id.replace(/\/[^/]+\/[^/]+$/, "");
}
