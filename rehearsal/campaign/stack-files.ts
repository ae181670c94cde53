import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { checkout } from "../home";
import { trackedStacks } from "../project/project";
import { UserError } from "../screen";

/** A stack of a campaign. */
export interface CampaignStack {
    readonly name: string;
    /** For `--config-file`; a stack at the root of the checkout finds its file by its name. */
    readonly configFile?: string;
    /** As the report and a repeating command name it. */
    readonly label: string;
    /** Whether a user asked for it: then it must stand. */
    readonly asked: boolean;
}

const STACK_FILE = /^Pulumi\.([\w-]+)\.yaml$/;

/** Where stack files lie that are made for reading. */
const examples = "examples";

/** All stack files of the checkout: those at its root, and the examples. */
export function campaignStacks(): CampaignStack[] {
    const folder = path.join(checkout, examples);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => STACK_FILE.test(file)) : [];
    return [
        ...trackedStacks().map((name) => ({ name, label: name, asked: false })),
        ...files.sort().map((file) => ({ ...fromFile(path.join(folder, file)), asked: false })),
    ];
}

/** @throws UserError when there is neither such a file nor such a stack at the root */
export function namedStack(given: string, directory: string): CampaignStack {
    const file = path.resolve(directory, given);
    if (!given.endsWith(".yaml") && trackedStacks().includes(given)) {
        return { name: given, label: given, asked: true };
    }
    if (!existsSync(file)) {
        throw new UserError(
            `--stack ${given}: no such file, and no stack file of this name here (there are: ${trackedStacks().join(", ")})`,
        );
    }
    return { ...fromFile(file), asked: true };
}

function fromFile(file: string): Omit<CampaignStack, "asked"> {
    const name = STACK_FILE.exec(path.basename(file))?.[1] ?? path.basename(file, path.extname(file)).replace(/[^\w-]/g, "-");
    if (path.dirname(file) === checkout) {
        return { name, label: name };
    }
    return { name, configFile: file, label: path.relative(checkout, file) };
}
