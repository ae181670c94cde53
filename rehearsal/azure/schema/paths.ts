/** Property paths as Pulumi writes them: `networkProfile.serviceCidr`, `nodeTaints[0]`, `tags["cost center"]`. */
export type PathStep = string | number;

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

export function formatPath(steps: readonly PathStep[]): string {
    return steps.reduce<string>((path, step) => {
        if (typeof step === "number") {
            return `${path}[${step}]`;
        }
        if (!PLAIN_KEY.test(step)) {
            return `${path}[${JSON.stringify(step)}]`;
        }
        return path === "" ? step : `${path}.${step}`;
    }, "");
}

export function parsePath(path: string): PathStep[] {
    const steps: PathStep[] = [];
    for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)) {
        const [, quoted, index, key] = match;
        if (quoted !== undefined) {
            steps.push(quoted.replace(/\\(.)/g, "$1"));
        } else if (index !== undefined) {
            steps.push(index === "*" ? "*" : Number(index));
        } else if (key !== undefined) {
            steps.push(key);
        }
    }
    return steps;
}

/** Whether `path` is `prefix` or lies below it; `*` in the prefix stands for any one step. */
export function liesWithin(path: readonly PathStep[], prefix: readonly PathStep[]): boolean {
    return prefix.length <= path.length && prefix.every((step, index) => step === "*" || String(step) === String(path[index]));
}
