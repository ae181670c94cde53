import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { FileObjectStore } from "../../../rehearsal/kubernetes/file-store";
import { describeStore } from "../../support/store-contract";

describe("objects without an API server", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "rehearsal-store-"));
    afterAll(() => rmSync(directory, { recursive: true }));

    describeStore("kept in files", () => ({ store: new FileObjectStore(directory), cluster: "demo" }));
});
