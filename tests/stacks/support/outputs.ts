import type { PlatformOutputs, StackOutputs } from "../../../stacks";

/** The outputs of a stack that makes both layers. */
export function wholePlatform(outputs: StackOutputs): PlatformOutputs {
    if ("namespace" in outputs && "kubeconfig" in outputs) {
        return outputs;
    }
    throw new Error("the stack makes one layer only");
}
