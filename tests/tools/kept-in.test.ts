import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isUsedBy, keepingOf, noteKeeping, whyInFiles, wishOf } from "../../rehearsal/control-plane/kept-in";

let machine: string;
beforeEach(() => (machine = realpathSync(mkdtempSync(path.join(os.tmpdir(), "kept-in-")))));
afterEach(() => rmSync(machine, { recursive: true, force: true }));

describe("what holds the objects of a cluster", () => {
    it("is what the user wants: auto unless said otherwise, and never a word that means nothing", () => {
        expect([{}, { ML_PLATFORM_CONTROL_PLANE: "" }, { ML_PLATFORM_CONTROL_PLANE: "real" }].map((one) => wishOf(one))).toEqual([
            "auto",
            "auto",
            "real",
        ]);
        expect(() => wishOf({ ML_PLATFORM_CONTROL_PLANE: "yes" })).toThrow(
            /ML_PLATFORM_CONTROL_PLANE is "yes", and can be: auto .*files .*real/,
        );
    });

    it("is decided once, and remembers which stacks came", () => {
        const folder = path.join(machine, "cluster");
        expect([keepingOf(folder), isUsedBy(folder, "dev")]).toEqual([undefined, false]);
        noteKeeping(folder, "control plane", "dev");
        noteKeeping(folder, "control plane", "workloads");
        noteKeeping(folder, "control plane", undefined);
        expect([keepingOf(folder), isUsedBy(folder, "dev"), isUsedBy(folder, "workloads"), isUsedBy(folder, "prod")]).toEqual([
            "control plane",
            true,
            true,
            false,
        ]);
    });

    it("remembers why it is files, as it was when the cluster was made", () => {
        const folder = path.join(machine, "cluster");
        noteKeeping(folder, "files", "dev", "no Go");
        noteKeeping(folder, "files", "prod", "another reason");
        expect([keepingOf(folder), whyInFiles(folder)]).toEqual(["files", "no Go"]);
    });

    it("is files where objects stand in files already", () => {
        mkdirSync(path.join(machine, "cluster", "objects"), { recursive: true });
        expect(keepingOf(path.join(machine, "cluster"))).toBe("files");
    });
});
