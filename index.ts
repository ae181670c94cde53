import { deploy, knownOutputs, loadConfig, type StackOutputs } from "./stacks";

// A function, so that a fault in the configuration is reported by Pulumi and not by the module loader. Its result is the stack's outputs.
export = async (): Promise<Partial<StackOutputs>> => knownOutputs(await deploy(loadConfig()));
