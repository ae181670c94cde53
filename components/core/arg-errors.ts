import * as pulumi from "@pulumi/pulumi";
import { describe, type Finding } from "./findings";

/** Collects what is wrong with a component's arguments, to report all of it at once. */
export class ArgErrors {
    private readonly found: Finding[] = [];

    /** Adds findings; warnings are kept apart and never thrown. */
    public add(findings: readonly Finding[]): this {
        this.found.push(...findings);
        return this;
    }

    public get errors(): readonly Finding[] {
        return this.found.filter((one) => one.severity === "error");
    }

    public get warnings(): readonly Finding[] {
        return this.found.filter((one) => one.severity === "warning");
    }

    /**
     * Throws when there is an error.
     *
     * @throws pulumi.InputPropertiesError naming the component and, for each error, the path and the reason.
     */
    public throwIfAny(component: string, name: string): void {
        const errors = this.errors;
        if (errors.length === 0) {
            return;
        }
        const reasons = errors.map((error) => ({ propertyPath: error.path, reason: describe(error) }));
        const listed = reasons.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`).join("\n");
        throw new pulumi.InputPropertiesError({ message: `invalid arguments for ${component} "${name}"\n${listed}`, errors: reasons });
    }
}
