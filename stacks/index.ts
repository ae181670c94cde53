// First: what follows makes promises.
import "./stack-traces";
import type { PlatformConfig, Variant } from "./config/schema";
import type { PlatformOutputs } from "./outputs";
import { studioml } from "./studioml";

export { loadConfig } from "./config/load";
export type { PlatformOutputs } from "./outputs";

/** The program of each variant. A variant without one does not compile. */
const PROGRAMS: Readonly<Record<Variant, (config: PlatformConfig) => PlatformOutputs>> = { studioml };

/** Registers everything that the configuration asks for, and returns the stack's outputs. */
export function deploy(config: PlatformConfig): PlatformOutputs {
    return PROGRAMS[config.platform](config);
}
