import { existsSync } from "node:fs";
import { listResources, type StandingResource } from "../azure/provider";
import { type RehearsalPaths, rehearsalPaths } from "../home";
import { counted, table } from "../screen";
import { standingObjects, type StandingObject } from "../standing";

export interface Inventory {
    readonly resources: readonly StandingResource[];
    readonly objects: readonly StandingObject[];
}

/** All that stands in the simulated subscription and its clusters; what a cluster has by itself is left out. */
export function takeInventory(stack: string | undefined, paths: RehearsalPaths = rehearsalPaths()): Inventory {
    if (!existsSync(paths.subscription)) {
        // looking into a subscription begins it, and a look should leave nothing behind
        return { resources: [], objects: [] };
    }
    const wanted = (entry: { stack: string }): boolean => stack === undefined || entry.stack === stack;
    return { resources: listResources(paths.subscription).filter(wanted), objects: standingObjects(paths).filter(wanted) };
}

function wayToMake(stack: string | undefined): string {
    return stack === undefined
        ? 'Nothing stands: "make rehearse" makes the dev platform.'
        : `Nothing stands of stack "${stack}": "npm run rehearse -- up -s ${stack}" makes it.`;
}

export function inventory(options: { readonly json: boolean; readonly stack: string | undefined }): number {
    const { resources, objects } = takeInventory(options.stack);
    if (options.json) {
        process.stdout.write(`${JSON.stringify({ resources, objects }, null, 2)}\n`);
        return 0;
    }
    const lines = [
        `${counted(resources.length, "resource")} in the simulated subscription`,
        ...table(resources.map(({ type, name, location, stack }) => [`  ${type}`, name, location ?? "", stack])),
        `${counted(objects.length, "object")} in its clusters`,
        ...table(
            objects.map(({ kind, namespace, name, stack }) => [
                `  ${kind}`,
                namespace === undefined ? name : `${namespace}/${name}`,
                stack,
            ]),
        ),
        ...(resources.length + objects.length > 0 ? [] : [wayToMake(options.stack)]),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
}
