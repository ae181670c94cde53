import { counted, table } from "../screen";
import { takeInventory } from "../standing";

function wayToMake(stack: string | undefined): string {
    return stack === undefined
        ? 'Nothing stands: "make rehearse" makes the dev platform.'
        : `Nothing stands of stack "${stack}": "npm run rehearse -- up -s ${stack}" makes it.`;
}

export async function inventory(options: { readonly json: boolean; readonly stack: string | undefined }): Promise<number> {
    const { resources, objects } = await takeInventory(options.stack);
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
