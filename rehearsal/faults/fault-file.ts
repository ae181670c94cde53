import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

/** Where a rehearsed crash ends the engine. */
export type CrashPoint = "before-request" | "after-accept" | "after-answer";

/** What goes wrong. */
export type Fault =
    /** SIGKILL to the engine. */
    | { readonly kind: "crash"; readonly point: CrashPoint }
    /** The request is refused and changes nothing. */
    | { readonly kind: "error"; readonly code: string; readonly message: string; readonly status: number | undefined }
    /** The request is accepted, and the operation that it began fails: the resource stands as failed. */
    | { readonly kind: "operation"; readonly code: string; readonly message: string }
    /** The resource is created or updated, and reported as not as it was asked for. */
    | { readonly kind: "partial"; readonly reasons: readonly string[] }
    /** The request is held up, then goes on. */
    | { readonly kind: "delay"; readonly seconds: number }
    /** The object or release is made, and what is waited for never comes: the wait ends with its time. */
    | { readonly kind: "never-ready" };

export type FaultVerb = "create" | "update" | "delete";

/** One entry of a fault file. */
export interface FaultRule {
    readonly match: {
        /** Type token; `*` and `?` stand for any characters and any one. @default every type */
        readonly type: string;
        /** @default every verb */
        readonly verb: FaultVerb | undefined;
        /** Logical name, with `*` and `?`. @default every name */
        readonly name: string;
    };
    /** Which matching call is hit first. @default 1 */
    readonly nth: number;
    /** How many matching calls are hit in a row. @default 1 */
    readonly times: number;
    readonly fault: Fault;
}

const FAULT_KEYS = ["crash", "error", "fails", "partial", "neverReady", "delaySeconds"] as const;
const CRASH_POINTS: readonly CrashPoint[] = ["before-request", "after-accept", "after-answer"];
const VERBS: readonly FaultVerb[] = ["create", "update", "delete"];

/** How the types begin of which something is waited for in a cluster. */
export const IN_CLUSTER = "kubernetes:";

/**
 * Reads a fault file: a list of `{ match, nth, times, fault }`.
 *
 * @example
 * - match: { type: "azure-native:containerservice:AgentPool", verb: create, name: "*-t4" }
 *   fault: { error: AllocationFailed, status: 409 }
 * - match: { type: "azure-native:containerservice:ManagedCluster" }
 *   fault: { crash: after-accept }
 * @throws Error that lists everything that is wrong, each with its path
 */
export function readFaultFile(file: string): FaultRule[] {
    try {
        return parseFaults(readFileSync(file, "utf8"));
    } catch (error) {
        throw new Error(`fault file ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}

export function parseFaults(text: string): FaultRule[] {
    const document = parseDocument(text);
    const syntaxError = document.errors[0];
    if (syntaxError !== undefined) {
        throw new Error(syntaxError.message);
    }
    const content: unknown = document.toJS() ?? [];
    if (!Array.isArray(content)) {
        throw new Error("the file is not a list: begin each fault with a dash");
    }
    const problems: string[] = [];
    const rules = content.map((entry: unknown, index) => readRule(new Reader(entry, `[${String(index)}]`, problems)));
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
    return rules;
}

function readRule(entry: Reader): FaultRule {
    entry.allow(["match", "nth", "times", "fault"]);
    const match = entry.child("match");
    match.allow(["type", "verb", "name"]);
    const verb = match.oneOf("verb", VERBS);
    const fault = entry.child("fault");
    for (const key of ["partial", "fails"].filter((name) => verb === "delete" && fault.has(name))) {
        fault.problem(key, "a delete cannot succeed in part: use error");
    }
    const type = match.text("type") ?? "*";
    if (fault.has("neverReady")) {
        checkWait(fault, type, verb);
    }
    return {
        match: { type, verb, name: match.text("name") ?? "*" },
        nth: entry.number("nth", 1, true) ?? 1,
        times: entry.number("times", 1, true) ?? 1,
        fault: readFault(fault),
    };
}

/** Whether there is something to wait for: objects and releases are, when they are made or changed. */
function checkWait(fault: Reader, type: string, verb: FaultVerb | undefined): void {
    if (verb === "delete") {
        fault.problem("neverReady", "a delete waits for no condition: use error or delaySeconds");
    }
    const literal = type.split(/[*?]/)[0] ?? "";
    if (!literal.startsWith(IN_CLUSTER) && !(literal !== type && IN_CLUSTER.startsWith(literal))) {
        fault.problem("neverReady", `is for objects and releases of a cluster, not for ${JSON.stringify(type)}: use fails or partial`);
    }
}

function readFault(fault: Reader): Fault {
    const kinds = FAULT_KEYS.filter((kind) => fault.has(kind));
    if (kinds.length !== 1) {
        fault.problem("", `names ${kinds.length === 0 ? "no fault" : kinds.join(" and ")}: give exactly one of ${FAULT_KEYS.join(", ")}`);
    }
    switch (kinds[0]) {
        case "error": {
            fault.allow(["error", "message", "status"]);
            const code = fault.text("error") ?? "";
            return { kind: "error", code, message: fault.text("message") ?? "rehearsed fault", status: fault.number("status", 400, true) };
        }
        case "fails":
            fault.allow(["fails", "message"]);
            return { kind: "operation", code: fault.text("fails") ?? "", message: fault.text("message") ?? "rehearsed fault" };
        case "partial":
            fault.allow(["partial", "reasons"]);
            fault.oneOf("partial", [true]);
            return { kind: "partial", reasons: fault.texts("reasons") ?? ["rehearsed fault: the resource did not become ready"] };
        case "neverReady":
            fault.allow(["neverReady"]);
            fault.oneOf("neverReady", [true]);
            return { kind: "never-ready" };
        case "delaySeconds":
            fault.allow(["delaySeconds"]);
            return { kind: "delay", seconds: fault.number("delaySeconds", 0, false) ?? 0 };
        default:
            fault.allow(FAULT_KEYS);
            return { kind: "crash", point: fault.oneOf("crash", CRASH_POINTS) ?? "before-request" };
    }
}

/** Reads the keys of one map and collects what is wrong with them. */
class Reader {
    private readonly map: Readonly<Record<string, unknown>>;

    constructor(
        value: unknown,
        private readonly path: string,
        private readonly problems: string[],
    ) {
        const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
        this.map = isMap ? { ...value } : {};
        if (!isMap) {
            this.problem("", `is ${value === undefined ? "missing" : JSON.stringify(value)}: use a map`);
        }
    }

    problem(key: string, text: string): void {
        this.problems.push(`${this.path}${key === "" ? "" : `.${key}`} ${text}`);
    }

    has(key: string): boolean {
        return key in this.map;
    }

    allow(keys: readonly string[]): void {
        for (const key of Object.keys(this.map).filter((candidate) => !keys.includes(candidate))) {
            this.problem(key, `is not known: use ${keys.join(", ")}`);
        }
    }

    /** A map that may be left out where all its keys may. */
    child(key: string): Reader {
        return new Reader(this.map[key] ?? (key === "match" ? {} : undefined), `${this.path}.${key}`, this.problems);
    }

    text(key: string): string | undefined {
        return this.checked(key, "text", (value): value is string => typeof value === "string" && value !== "");
    }

    texts(key: string): readonly string[] | undefined {
        return this.checked(
            key,
            "a list of texts",
            (value): value is string[] => Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === "string"),
        );
    }

    number(key: string, minimum: number, whole: boolean): number | undefined {
        return this.checked(
            key,
            `a ${whole ? "whole " : ""}number of at least ${String(minimum)}`,
            (value): value is number => typeof value === "number" && value >= minimum && (!whole || Number.isInteger(value)),
        );
    }

    oneOf<Choice extends string | boolean>(key: string, choices: readonly Choice[]): Choice | undefined {
        return this.checked(key, choices.map(String).join(" or "), (value): value is Choice => choices.some((choice) => choice === value));
    }

    private checked<T>(key: string, allowed: string, accepts: (value: unknown) => value is T): T | undefined {
        const value = this.map[key];
        if (value === undefined || accepts(value)) {
            return value;
        }
        this.problem(key, `is ${JSON.stringify(value)}: use ${allowed}`);
        return undefined;
    }
}
