import type { Value } from "../../provider/values";
import { isObject } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Cloud } from "../cloud";
import { regionNames, zonesOf } from "../data/catalog";
import type { PutRequest } from "../request";
import { textAt } from "../request";
import { isWithin, nameIn, parentIdOf, pathParametersOf, resourceGroupIdOf, sameId, subscriptionOf } from "../resource-id";
import { nameFault } from "../schema/check";
import { changesOf, normalLocation } from "../schema/diff";
import { formatPath } from "../schema/paths";
import { inputShape } from "../schema/project";
import type { PropertyNode } from "../schema/tables";
import { simulatedTypes, tableOf } from "../schema/tables";

const GROUP_TYPE = "azure-native:resources:ResourceGroup";
const LOCK_TYPE = "azure-native:authorization:ManagementLockByScope";
/** Types that live in no region. */
const GLOBAL_TYPES: ReadonlySet<string> = new Set(["azure-native:privatedns:PrivateZone", "azure-native:privatedns:VirtualNetworkLink"]);

export function isGlobalType(type: string): boolean {
    return GLOBAL_TYPES.has(type);
}

/** What ARM checks before any resource provider sees the request. */
export function checkPut(request: PutRequest, cloud: Cloud): void {
    checkContainers(request, cloud);
    checkName(request);
    checkLocation(request);
    checkLock(request.id, "write", cloud);
    checkEnums(request.table.root, request.inputs, "", request);
    checkLinks(request, cloud);
}

function checkContainers(request: PutRequest, cloud: Cloud): void {
    const group = resourceGroupIdOf(request.id);
    if (group !== undefined && request.table.type !== GROUP_TYPE) {
        const record = cloud.find(group);
        if (record === undefined) {
            throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${nameIn(group)}' could not be found.`);
        }
        if (record.provisioningState === "Deleting") {
            throw new ArmError(
                409,
                "ResourceGroupBeingDeleted",
                `The resource group '${nameIn(group)}' is in deprovisioning state and cannot perform this operation.`,
            );
        }
    }
    const parent = parentIdOf(request.id)?.replace(/\/blobServices\/default$/, "");
    if (parent !== undefined && cloud.find(parent) === undefined) {
        throw new ArmError(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type '${request.table.armType.replace(/^[^/]+\//, "")}', because the parent resource '${parent}' could not be found.`,
        );
    }
    const scope = textAt(request.inputs, "scope") ?? textAt(request.inputs, "resourceUri");
    if (scope !== undefined) {
        checkScope(scope, cloud);
    }
}

function checkScope(scope: string, cloud: Cloud): void {
    const id = `/${scope.replace(/^\/+|\/+$/g, "")}`;
    if (cloud.find(id) !== undefined || /^\/subscriptions\/[^/]+$/i.test(id) || !isSimulatedId(id, cloud)) {
        return;
    }
    const group = resourceGroupIdOf(id);
    if (group !== undefined && cloud.find(group) === undefined) {
        throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${nameIn(group)}' could not be found.`);
    }
    throw new ArmError(404, "ResourceNotFound", `The Resource '${id}' was not found.`);
}

/** Whether an id is one that this subscription would know: its own, and of a type that is simulated. */
function isSimulatedId(id: string, cloud: Cloud): boolean {
    return (
        subscriptionOf(id)?.toLowerCase() === cloud.subscriptionId.toLowerCase() &&
        simulatedTypes().some((type) => {
            const table = tableOf(type);
            return !table.id.startsWith("/{") && pathParametersOf(table, id) !== undefined;
        })
    );
}

function checkName(request: PutRequest): void {
    const { name, table } = request;
    const rule = table.name;
    const fault = nameFault(rule, name);
    if (fault !== undefined || (rule.enum !== undefined && !rule.enum.includes(name))) {
        throw new ArmError(
            400,
            "InvalidResourceName",
            `Resource name ${name} is invalid: ${fault ?? `allowed are ${rule.enum?.join(", ") ?? ""}`}.`,
        );
    }
}

function checkLocation(request: PutRequest): void {
    const { table, inputs } = request;
    const node = table.root.children.get("location");
    if (node === undefined || node.readOnly === true) {
        return;
    }
    const location = textAt(inputs, "location");
    if (location === undefined || location === "") {
        if (node.requiredByApi === true || table.type.startsWith("azure-native:network:")) {
            throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
        }
        return;
    }
    const known = isGlobalType(table.type) ? normalLocation(location) === "global" : zonesOf(location) !== undefined;
    if (!known) {
        const available = isGlobalType(table.type) ? ["global"] : regionNames();
        throw new ArmError(
            400,
            "LocationNotAvailableForResourceType",
            `The provided location '${location}' is not available for resource type '${table.armType}'. List of available regions for the resource type is '${available.join(",")}'.`,
        );
    }
}

/** Locks on the resource itself, on anything above it, and for a delete on anything below it. */
export function checkLock(id: string, verb: "write" | "delete", cloud: Cloud): void {
    const lock = cloud.ofType(LOCK_TYPE).find((one) => {
        const scope = (textAt(one.body, "scope") ?? one.path["scope"] ?? "").replace(/^\/*/, "/");
        const level = textAt(one.body, "level");
        const applies = isWithin(id, scope) || (verb === "delete" && isWithin(scope, id));
        return applies && !sameId(one.id, id) && (level === "ReadOnly" || (verb === "delete" && level === "CanNotDelete"));
    });
    if (lock !== undefined && !/\/providers\/Microsoft\.Authorization\/locks\//i.test(id)) {
        const scope = textAt(lock.body, "scope") ?? "";
        throw new ArmError(
            409,
            "ScopeLocked",
            `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${scope}' (lock '${lock.name}'). Please remove the lock and try again.`,
        );
    }
}

/** An enum that is open in the schema may still hold a word that the service does not know. */
function checkEnums(node: PropertyNode, value: Value, path: string, request: PutRequest): void {
    if (Array.isArray(value)) {
        value.forEach((element, index) => node.item !== undefined && checkEnums(node.item, element, `${path}[${index}]`, request));
        return;
    }
    if (isObject(value)) {
        for (const [name, element] of Object.entries(value)) {
            const child = node.children.get(name) ?? node.values;
            if (child !== undefined) {
                checkEnums(child, element, path === "" ? name : `${path}.${name}`, request);
            }
        }
        return;
    }
    if (
        node.enum !== undefined &&
        typeof value === "string" &&
        !node.enum.some((allowed) => allowed.toLowerCase() === value.toLowerCase())
    ) {
        throw new ArmError(
            400,
            "InvalidParameter",
            `The value of parameter ${path} is invalid: '${value}' was given, allowed are ${node.enum.join(", ")}.`,
            path,
        );
    }
}

/** Every id of a simulated type of this subscription that the request names must exist. */
function checkLinks(request: PutRequest, cloud: Cloud): void {
    for (const { id, path } of linkedIds(request.inputs, "")) {
        const isPath = request.table.root.children.get(path)?.path === true || path === "id";
        if (!isPath && isSimulatedId(id, cloud) && cloud.find(id) === undefined) {
            throw new ArmError(
                400,
                "InvalidResourceReference",
                `Resource ${id} referenced by resource ${request.id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
                path,
            );
        }
    }
}

/** Every string of a value that is an ARM id. */
export function linkedIds(value: Value, path: string): { id: string; path: string }[] {
    if (typeof value === "string") {
        return /^\/subscriptions\/[^/]+\/resourceGroups\//i.test(value) ? [{ id: value, path }] : [];
    }
    if (Array.isArray(value)) {
        return value.flatMap((element, index) => linkedIds(element, `${path}[${index}]`));
    }
    if (isObject(value)) {
        return Object.entries(value).flatMap(([key, element]) => linkedIds(element, path === "" ? key : `${path}.${key}`));
    }
    return [];
}

/** Refuses an update of what Azure fixes at creation. */
export function checkFixed(request: PutRequest, standing: Record<string, Value>, body: Record<string, Value>): void {
    const before = inputShape(request.table, standing);
    for (const change of changesOf(request.table, before, inputShape(request.table, body))) {
        const fixed = change.nodes.find((node) => node.fixed !== undefined || node.replaces !== undefined);
        if (fixed !== undefined && change.before !== undefined) {
            const path = formatPath(change.path);
            throw new ArmError(
                400,
                "PropertyChangeNotAllowed",
                `Changing property 'properties.${path}' is not allowed: it is ${JSON.stringify(change.before)} since the resource was created, ` +
                    `${change.after === undefined ? "nothing" : JSON.stringify(change.after)} was asked for.`,
                path,
            );
        }
    }
}
