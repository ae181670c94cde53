import * as pulumi from "@pulumi/pulumi";
import type { RawConfig } from "../../../stacks/config/form/read";

/** Gives Pulumi a configuration, for a program that is run next. */
export function setConfig({ values, secretKeys }: RawConfig): void {
    pulumi.runtime.setAllConfig({ ...values }, [...secretKeys]);
}
