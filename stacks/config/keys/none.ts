import { z } from "zod";

/** The choice to have none of something. */
export function noneSchema(description: string): z.ZodObject<{ kind: z.ZodLiteral<"none"> }, z.core.$strict> {
    return z.strictObject({ kind: z.literal("none") }).meta({ description });
}
