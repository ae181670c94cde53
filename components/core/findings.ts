/** What a rule found wrong. Rules are pure: the config door reports all findings at once, constructors throw on the errors. */
export interface Finding {
    /** Stable id, for example `network/subnet-outside-vnet`. */
    readonly rule: string;
    /** An error stops the program; a warning is shown and the program goes on. */
    readonly severity: "error" | "warning";
    /** Where the value is, relative to what the rule was given: `systemPool.minCount`, `authorizedIpRanges[0]`. */
    readonly path: string;
    /** The value that was given. Never a secret. */
    readonly value?: unknown;
    /** What is wrong and what is allowed: lower case, no final full stop. */
    readonly message: string;
    /** What to change. */
    readonly fix: string;
}

/** Moves findings below a path: `underPath("cluster", [{ path: "podCidr" }])` is at `cluster.podCidr`. */
export function underPath(prefix: string, findings: readonly Finding[]): Finding[] {
    return findings.map((finding) => ({ ...finding, path: joinPath(prefix, finding.path) }));
}

/** A key of a map as a step of a path; one that is no plain name, say with a dot in it, is quoted, so that the path can be read. */
export function keyStep(key: string): string {
    return /^[\w-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
}

/** The path of a value below another one: `joinPath("gpuPools", keyStep("t4"))` is `gpuPools.t4`. */
export function joinPath(prefix: string, path: string): string {
    if (prefix === "" || path === "") {
        return prefix + path;
    }
    return path.startsWith("[") ? prefix + path : `${prefix}.${path}`;
}

/** A row of a rule table: what a rule demands in general. `docs/rules.md` is made of these; a finding says the same of one value. */
export interface Rule {
    /** An error stops the program; a warning is shown and the program goes on. */
    readonly severity: Finding["severity"];
    /** What must hold, and what Azure, Kubernetes or a person suffers where it does not. Sentences. */
    readonly reason: string;
    /** What to change. A sentence. */
    readonly fix: string;
}

/** Rules by their id, `<component>/<what is wrong>`. */
export type RuleTable<Id extends string = string> = Readonly<Record<Id, Rule>>;

/** Makes the findings of a table's rules: an id without a row does not compile, and a finding's severity is its row's. */
export function findingsOf<Id extends string>(
    table: RuleTable<Id>,
): (rule: Id, path: string, value: unknown, message: string, fix: string) => Finding {
    return (rule, path, value, message, fix) => {
        return { rule, severity: table[rule].severity, path, ...(value === undefined ? {} : { value }), message, fix };
    };
}

/** A finding in one line: what is wrong, the value, what to change, and the rule's id. */
export function describe(found: Finding): string {
    const value = found.value === undefined ? "" : ` (got ${JSON.stringify(found.value)})`;
    return `${found.message}${value}; ${found.fix} [${found.rule}]`;
}
