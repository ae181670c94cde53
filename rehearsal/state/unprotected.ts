import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { RehearsalPaths } from "../home";

/**
 * Whether `state unprotect` was run on a stack since its last `up`.
 *
 * It matters because `destroy --run-program` takes the options of the program, so a program that protects protects again: someone who has
 * lifted the protection by hand could never destroy (seen with 3.248.0).
 */
export class Unprotected {
    private readonly file: string;

    constructor(paths: RehearsalPaths, stack: string) {
        this.file = path.join(paths.home, "unprotected", stack);
    }

    get byHand(): boolean {
        return existsSync(this.file);
    }

    remember(): void {
        mkdirSync(path.dirname(this.file), { recursive: true });
        writeFileSync(this.file, "");
    }

    forget(): void {
        rmSync(this.file, { force: true });
    }
}
