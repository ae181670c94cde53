import { say, UserError } from "../screen";
import { programNames } from "./binaries/modules";
import { type Binaries, missingModules, resolveBinaries, searchBinaries, whyNoBuild } from "./binaries/resolve";
import { type Wish, wishOf } from "./kept-in";

/** The programs that control planes are made of, or why clusters are kept in files. */
export type Programs = { readonly binaries: Binaries } | { readonly reason: string };

/**
 * Finds the programs, and builds what is missing.
 *
 * @returns a reason when the user wants files, or when nothing can be built here
 * @throws UserError when there have to be control planes and cannot be
 */
export async function findPrograms(wish: Wish = wishOf()): Promise<Programs> {
    if (wish === "files") {
        return { reason: "ML_PLATFORM_CONTROL_PLANE is files" };
    }
    const reason = whyNoBuild(missingModules(await searchBinaries(programNames)));
    if (reason !== undefined) {
        return orThrow(wish, reason);
    }
    try {
        return { binaries: await resolveBinaries(programNames) };
    } catch (error) {
        if (error instanceof UserError) {
            const [what = ""] = error.message.split("\n");
            say(error.message);
            return orThrow(wish, what.replace(/:$/, ""));
        }
        throw error;
    }
}

function orThrow(wish: Wish, reason: string): Programs {
    if (wish === "real") {
        throw new UserError(`ML_PLATFORM_CONTROL_PLANE is real, and there can be no control plane: ${reason}`);
    }
    return { reason };
}
