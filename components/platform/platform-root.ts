import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../core/token";

/**
 * The root of a stack that makes nothing in Azure: it only groups what lives in a cluster of another stack.
 *
 * Its type is that of `Platform`, so that everything below it has the same type chain, and is found under the same name, as in a stack
 * that makes both.
 *
 * @example
 * const root = new PlatformRoot("platform");
 */
export class PlatformRoot extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("Platform"), name, {}, opts);
        this.registerOutputs({});
    }
}
