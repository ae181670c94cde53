import { cpSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { standingKinds, strayResources } from "./comparison";
import type { Call, Phase } from "./draw";
import type { Edit } from "./edits";
import { CallRecorder, lastOfLog, logOf, type RehearsalMeans, RehearsedStack } from "./rehearsed-stack";
import type { CampaignStack } from "./stack-files";

/** What a command does when nothing disturbs it. */
export interface Undisturbed {
    readonly calls: readonly Call[];
    /** Kinds of what stands afterwards. */
    readonly kinds: readonly string[];
}

/** Why a stack cannot take part. */
export interface LeftOut {
    readonly needs: string;
}

/** Homes that runs start from: the stack made but empty, and the stack standing. */
export function templateHome(root: string, stack: CampaignStack, of: "empty" | "standing"): string {
    return path.join(root, `${of}-${stack.name}`);
}

/** Stands a stack up where nothing was, and keeps both homes for the runs to start from. */
export async function standUp(root: string, stack: CampaignStack, means: RehearsalMeans): Promise<Undisturbed | LeftOut> {
    const empty = templateHome(root, stack, "empty");
    const standing = templateHome(root, stack, "standing");
    return RehearsedStack.in(standing, stack, means, async (rehearsed) => {
        rehearsed.prepare();
        cpSync(standing, empty, { recursive: true });
        const recorder = new CallRecorder();
        if ((await rehearsed.up(recorder)) !== 0) {
            // full names of stacks appear only where a program reads another one
            const needed = /"(organization\/[\w-]+\/[\w-]+)"/.exec(readFileSync(logOf(standing), "utf8"))?.[1];
            if (needed !== undefined && !stack.asked) {
                return { needs: needed };
            }
            throw new Error(`"up" of ${stack.label} fails although nothing disturbs it:\n${lastOfLog(standing)}`);
        }
        return undisturbed(rehearsed, stack, recorder, `"up" of ${stack.label}`);
    });
}

/** Changes or destroys a copy of the stack that stands. */
export async function change(
    root: string,
    stack: CampaignStack,
    means: RehearsalMeans,
    phase: Exclude<Phase, "up">,
    edit: Edit | undefined,
    home: string,
): Promise<Undisturbed> {
    cpSync(templateHome(root, stack, "standing"), home, { recursive: true });
    return RehearsedStack.in(home, stack, means, async (rehearsed) => {
        const recorder = new CallRecorder();
        if (edit !== undefined) {
            rehearsed.edit(edit);
        }
        const code = await (phase === "destroy" ? rehearsed.destroy(recorder) : rehearsed.up(recorder));
        const what = phase === "destroy" ? `"destroy" of ${stack.label}` : `the edit "${edit?.title ?? ""}" of ${stack.label}`;
        if (code !== 0) {
            throw new Error(`${what} fails although nothing disturbs it:\n${lastOfLog(home)}`);
        }
        return undisturbed(rehearsed, stack, recorder, what);
    });
}

async function undisturbed(rehearsed: RehearsedStack, stack: CampaignStack, { calls }: CallRecorder, what: string): Promise<Undisturbed> {
    const stray = await strayResources(rehearsed.paths, stack.name, rehearsed.state());
    if (stray.length > 0) {
        throw new Error(`${what}: inventory and state differ although nothing disturbed it:\n${stray.join("\n")}`);
    }
    if (calls.length === 0) {
        throw new Error(`${what} sends no request, so nothing can go wrong in it: give the edit something that this stack has`);
    }
    return { calls, kinds: await standingKinds(rehearsed.paths) };
}
