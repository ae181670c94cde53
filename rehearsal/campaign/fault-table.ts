import type { Fault, FaultVerb } from "../faults/fault-file";

/** What a campaign lets go wrong: the groups of its report. */
export type FaultKind = "throttled" | "conflict" | "server error" | "partial" | "capacity" | "crash";

/** A fault, and which requests can meet it. */
export interface FaultRow {
    readonly kind: FaultKind;
    readonly fault: Fault;
    /** Types that answer so. @default every type */
    readonly types?: RegExp;
    /** @default every verb */
    readonly verbs?: readonly FaultVerb[];
    /**
     * It is over after one request. For what is certain to end, so that a program may wait for it: for as long as an operation takes, which
     * no campaign has the time for.
     * @default false: it may also last
     */
    readonly passes?: true;
}

const AZURE = /^azure-native:/;
const AKS = /^azure-native:containerservice:/;
const NETWORK = /^azure-native:network:/;
const COMPUTE = /^azure-native:containerservice:(ManagedCluster|AgentPool)$/;
const KUBERNETES = /^kubernetes:/;
const SERVICES = /^(azure-native|kubernetes):/;
const WRITES = ["create", "update"] as const;

const refused = (code: string, status: number, message: string): Fault => ({ kind: "error", code, status, message });
const operation = (code: string, message: string): Fault => ({ kind: "operation", code, message });

/**
 * Codes, statuses and the phase in which they come are those of Azure Resource Manager and of AKS, as public reports have them
 * (collected 2026-11); texts are ours. A cluster's API answers with the reasons of Kubernetes (meta/v1 StatusReason).
 */
export const faultTable: readonly FaultRow[] = [
    // AKS: at most 20 writes at once per cluster, then one a minute (crossplane-contrib/provider-upjet-azure#809)
    { kind: "throttled", types: AZURE, fault: refused("TooManyRequests", 429, "the request is being throttled, retry after 36 seconds") },
    { kind: "throttled", types: KUBERNETES, fault: refused("TooManyRequests", 429, "the server has received too many requests") },

    // another write on the cluster or one of its pools (Azure/terraform-azurerm-avm-ptn-aks-production#25)
    {
        kind: "conflict",
        types: AKS,
        passes: true,
        fault: refused("OperationNotAllowed", 409, "another operation on the cluster is in progress"),
    },
    // (Azure/terraform-provider-azapi#503)
    {
        kind: "conflict",
        types: NETWORK,
        passes: true,
        fault: refused("AnotherOperationInProgress", 409, "another operation on this resource is going on"),
    },
    { kind: "conflict", types: AZURE, fault: refused("Conflict", 409, "the resource is being changed by another request") },
    { kind: "conflict", types: KUBERNETES, fault: refused("Conflict", 409, "the object has been modified, apply to the latest version") },

    { kind: "server error", types: SERVICES, fault: refused("InternalServerError", 500, "an error occurred, try again later") },
    { kind: "server error", types: SERVICES, fault: refused("ServiceUnavailable", 503, "the service is temporarily unavailable") },
    { kind: "server error", types: AZURE, fault: refused("GatewayTimeout", 504, "the service did not answer in time") },

    // accepted, and failed while the client polls (Azure/AKS#2417)
    {
        kind: "partial",
        types: AKS,
        verbs: WRITES,
        fault: operation("ReconcileVMSSAgentPoolFailed", "the operation was throttled by Compute"),
    },
    {
        kind: "partial",
        types: AZURE,
        verbs: WRITES,
        fault: operation("InternalExecutionError", "the operation failed after it was accepted"),
    },
    {
        kind: "partial",
        types: SERVICES,
        verbs: WRITES,
        fault: { kind: "partial", reasons: ["timed out waiting for the resource to become ready"] },
    },

    // asynchronous (Azure/AKS#1272, MicrosoftDocs/azure-docs#41402, kubernetes/autoscaler#8323)
    { kind: "capacity", types: COMPUTE, verbs: WRITES, fault: operation("AllocationFailed", "no capacity for this size in the region") },
    { kind: "capacity", types: COMPUTE, verbs: WRITES, fault: operation("ZonalAllocationFailed", "no capacity for this size in the zone") },
    {
        kind: "capacity",
        types: COMPUTE,
        verbs: WRITES,
        fault: operation("OverconstrainedAllocationRequest", "the size cannot be placed with these constraints"),
    },
    // at once (Azure-Samples/azuresandbox#70)
    { kind: "capacity", types: COMPUTE, verbs: WRITES, fault: refused("SkuNotAvailable", 409, "the size is currently not available here") },

    { kind: "crash", fault: { kind: "crash", point: "before-request" } },
    { kind: "crash", fault: { kind: "crash", point: "after-accept" } },
    { kind: "crash", fault: { kind: "crash", point: "after-answer" } },
];

/** The fault as a report names it. */
export function faultText(fault: Fault): string {
    switch (fault.kind) {
        case "error":
            return `${String(fault.status ?? "")} ${fault.code}`.trim();
        case "operation":
            return `accepted, then ${fault.code}`;
        case "partial":
            return "made, reported as failed";
        case "crash":
            return `crash ${fault.point}`;
        case "delay":
            return `held up ${String(fault.seconds)} s`;
        case "never-ready":
            return "made, never ready";
    }
}

/** The fault as a fault file has it. */
export function faultEntry(fault: Fault): Readonly<Record<string, unknown>> {
    switch (fault.kind) {
        case "error":
            return { error: fault.code, ...(fault.status === undefined ? {} : { status: fault.status }), message: fault.message };
        case "operation":
            return { fails: fault.code, message: fault.message };
        case "partial":
            return { partial: true, reasons: fault.reasons };
        case "crash":
            return { crash: fault.point };
        case "delay":
            return { delaySeconds: fault.seconds };
        case "never-ready":
            return { neverReady: true };
    }
}
