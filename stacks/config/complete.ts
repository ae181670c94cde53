import { environmentOf } from "./keys/environment";
import { studiomlSchema } from "./keys/studioml";
import type { CompleteConfig, ParsedConfig } from "./schema";

/** Fills in what no default of the schema can say: what the name of the stack decides, and a section that is left out. */
export function completeConfig(config: ParsedConfig, stack: string): CompleteConfig {
    const { naming, studioml = studiomlSchema.parse({}) } = config;
    return { ...config, naming: { environment: environmentOf(stack), ...naming }, studioml };
}
