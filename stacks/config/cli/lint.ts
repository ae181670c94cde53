import * as path from "node:path";
import { examine, examineShared } from "../check";
import { EXTENDS_RULES } from "../files/extends";
import { SHARED_FOLDER, type SharedFiles, sharedFilesIn } from "../files/shared-files";
import { type Checkout, isStackFile, stackOf } from "./checkout";
import { credentialsIn } from "./credentials";
import { inOrder, type Problem, problemOf } from "./problem";
import { readStackFile, type StackFile } from "./stack-file";

export interface LintResult {
    readonly problems: readonly Problem[];
    /** How many files were looked at. */
    readonly stackFiles: number;
    readonly sharedFiles: number;
    readonly allFiles: number;
}

/** Checks every stack file and shared file of a checkout as a preview would, and searches all of its files for credentials. */
export async function lint(checkout: Checkout, search: typeof credentialsIn = credentialsIn): Promise<LintResult> {
    const files = checkout.files();
    const shared = sharedFilesOf(checkout);
    const stackFiles = files.filter(isStackFile);
    const sharedFiles = files.filter((file) => file.startsWith(`${SHARED_FOLDER}/`) && /\.ya?ml$/.test(file));
    const problems = [
        ...stackFiles.flatMap((file) => stackFileProblems(checkout.read(file) ?? "", file, stackOf(file), shared)),
        ...sharedFiles.flatMap((file) => sharedFileProblems(file, shared)),
        ...(await search(files, checkout)),
    ];
    return { problems: inOrder(problems), stackFiles: stackFiles.length, sharedFiles: sharedFiles.length, allFiles: files.length };
}

export function sharedFilesOf(checkout: Checkout): SharedFiles {
    return sharedFilesIn(path.join(checkout.root, SHARED_FOLDER));
}

/** A stack file of which Pulumi would read nothing. */
export function unreadable({ line, message }: StackFile & { readonly kind: "fault" }, file: string): Problem {
    const rule = "config/unreadable-file";
    const at = { file, ...(line === undefined ? {} : { line }) };
    return { at, severity: EXTENDS_RULES[rule].severity, text: message, fix: "correct the file there", rule };
}

/** What is wrong with a stack file, and with what it extends. */
function stackFileProblems(text: string, file: string, stack: string, shared: SharedFiles): Problem[] {
    const read = readStackFile(text, file);
    if (read.kind === "fault") {
        return [unreadable(read, file)];
    }
    const { findings, hidden } = examine(read.raw, stack, shared);
    return findings.map((found) => problemOf(found, hidden, file));
}

/** What is wrong with a shared file whatever it is used for; the files that it extends are looked at by themselves, but for a circle. */
function sharedFileProblems(file: string, shared: SharedFiles): Problem[] {
    const { findings, hidden } = examineShared(file.slice(SHARED_FOLDER.length + 1), shared);
    const own = findings.filter(({ from, rule }) => from?.file === file || rule === "config/extends-cycle");
    return own.map((found) => problemOf(found, hidden, file));
}
