// First: what follows makes promises.
import "./stack-traces";
import * as pulumi from "@pulumi/pulumi";
import { referencedAzureLayer } from "./azure-layer-reference";
import type { PlatformConfig, Variant } from "./config/schema";
import type { VariantProgram } from "./layers";
import { azureStackOutputs, clusterStackOutputs, platformOutputs, type StackOutputs } from "./outputs";
import { studioml } from "./studioml";

export { loadConfig } from "./config/load";
export type { AzureStackOutputs, ClusterOutputs, PlatformOutputs, StackOutputs } from "./outputs";

/** The programs of the platforms that this version builds; a stack of another platform is refused before it gets here. */
const PROGRAMS: Readonly<Partial<Record<Variant, VariantProgram>>> = { studioml };

/** Registers everything that the configuration asks for, and returns the stack's outputs. */
export async function deploy(config: PlatformConfig): Promise<StackOutputs> {
    const program = PROGRAMS[config.platform];
    if (program === undefined) {
        throw new pulumi.RunError(`this version builds ${Object.keys(PROGRAMS).join(", ")}, and no platform ${config.platform}`);
    }
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
