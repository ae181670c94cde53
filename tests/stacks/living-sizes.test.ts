import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { findSize } from "../../components/core/catalog";
import { CHECKOUT } from "./support/stack-config";

/** Every stack file of the repository, and every file that stack files share. */
const FILES = [
    ...filesIn(".", /^Pulumi\..+\.yaml$/),
    ...filesIn("examples", /\.yaml$/),
    ...filesIn("config", /\.yaml$/),
    ...filesIn("tests/stacks/files", /\.yaml$/),
];

function filesIn(folder: string, name: RegExp): string[] {
    const directory = path.join(CHECKOUT, folder);
    return existsSync(directory)
        ? readdirSync(directory, { recursive: true, encoding: "utf8" })
              .filter((file) => name.test(file) && (folder !== "." || !file.includes(path.sep)))
              .map((file) => path.join(folder, file))
        : [];
}

/** Every VM size in a value, wherever it stands: a text that begins as sizes do, whatever its case. `Standard_v2` is a gateway's. */
function sizesIn(value: unknown): string[] {
    if (typeof value === "string") {
        return /^standard_(?!v\d+$)[a-z]+\d/i.test(value) ? [value] : [];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(sizesIn) : [];
}

describe("stack files", () => {
    it("are searched for sizes under any key and in lists", () => {
        expect(
            sizesIn({ a: [{ sizes: ["Standard_NC4as_T4_v3", "standard_nc6"] }], b: { size: "Standard_D4s_v5" }, c: "Standard" }),
        ).toEqual(["Standard_NC4as_T4_v3", "standard_nc6", "Standard_D4s_v5"]);
        expect(FILES).toEqual(expect.arrayContaining(["Pulumi.dev.yaml", "Pulumi.prod.yaml"]));
    });

    it.each(FILES)("%s uses sizes that Azure still sells and goes on selling", (file) => {
        const used = sizesIn(parse(readFileSync(path.join(CHECKOUT, file), "utf8")));
        expect(used.filter((size) => findSize(size)?.lifecycle.status !== "available")).toEqual([]);
    });

    it("of dev and prod name sizes, so that these tests say something", () => {
        const used = ["Pulumi.dev.yaml", "Pulumi.prod.yaml"].map((file) => sizesIn(parse(readFileSync(path.join(CHECKOUT, file), "utf8"))));
        expect(used.map((sizes) => sizes.length > 1)).toEqual([true, true]);
    });
});
