// First: what follows makes promises.
import "./sdk-loading";
import "./stack-traces";
import { referencedAzureLayer } from "./azure-layer-reference";
import type { BuiltVariant, PlatformConfig } from "./config/schema";
import type { VariantProgram } from "./layers";
import { azureStackOutputs, clusterStackOutputs, platformOutputs, type StackOutputs } from "./outputs";
import { studioml } from "./studioml";

export { loadConfig } from "./config/load";
export { knownOutputs } from "./outputs";
export type { AzureStackOutputs, ClusterOutputs, PlatformOutputs, StackOutputs } from "./outputs";

/** The program of each platform that this version builds. One without a program does not compile. */
const PROGRAMS: Readonly<Record<BuiltVariant, VariantProgram>> = { studioml };

/** Registers everything that the configuration asks for, and returns the stack's outputs. */
export async function deploy(config: PlatformConfig): Promise<StackOutputs> {
    const program = PROGRAMS[config.platform];
    switch (config.layer) {
        case "all": {
            const azure = program.azureLayer(config);
            return platformOutputs(config, azure, program.clusterLayer(config, azure));
        }
        case "azure":
            return azureStackOutputs(config, program.azureLayer(config));
        case "cluster": {
            const azure = await referencedAzureLayer(config);
            return clusterStackOutputs(config, azure, program.clusterLayer(config, azure));
        }
    }
}
