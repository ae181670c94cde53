import { z } from "zod";
import { SHARED_FOLDER } from "../files/shared-files";

/**
 * The files that a stack file extends. They are read before anything is parsed, so that this is for editors, and for the rehearsal, which
 * reads `x-extends`: the folder that the names are relative to.
 */
export const extendsSchema = z
    .array(
        z.string().meta({
            description: "Name of a file under config/, with its extension.",
            examples: ["defaults.yaml", "team/vision.yaml"],
            pattern: "\\.ya?ml$",
        }),
    )
    .exactOptional()
    .meta({
        description:
            "Files under config/ to build on, merged in order, this file last: maps merge, lists and single values replace, null removes.",
        examples: [["defaults.yaml"]],
        "x-extends": SHARED_FOLDER,
    });
