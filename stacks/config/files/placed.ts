import type { Finding } from "../../../components/core/findings";
import { parsePath, type ValuePath, valueAt } from "../form/paths";
import { decider, describeOrigin, originOf, placeIn, type PlacedFinding, removalOf, type Source } from "./sources";

/** A finding with the file that its value comes from, and with the file that is to blame where that is another one. */
export function placed(found: PlacedFinding, sources: readonly Source[]): PlacedFinding {
    if (found.from !== undefined) {
        return found;
    }
    const path = parsePath(found.path);
    // A key that was set without `--path` is spelt like a place inside another key.
    const withoutPath = path.length > 1 ? sources.find(({ values }) => Object.hasOwn(values, found.path)) : undefined;
    if (withoutPath !== undefined) {
        const line = placeIn(withoutPath, [found.path]);
        return { ...found, ...(line === undefined ? {} : { from: line }) };
    }
    const explained: PlacedFinding = explainRemoval(found, path, sources) ?? explainOtherKind(found, path, sources) ?? found;
    const own = sources.at(-1);
    const from = explained.from ?? originOf(sources, path) ?? (own && placeIn(own, path));
    return { ...explained, ...(from === undefined ? {} : { from }) };
}

/** Something required is missing since a null took it away. */
function explainRemoval(found: Finding, path: ValuePath, sources: readonly Source[]): PlacedFinding | undefined {
    const removal = found.rule === "config/missing" || found.rule === "config/missing-secret" ? removalOf(sources, path) : undefined;
    if (removal === undefined) {
        return undefined;
    }
    const from = placeIn(removal.by, removal.place);
    const where = from === undefined ? "the stack file" : describeOrigin(from);
    const given = removal.of === undefined ? "" : ` what ${describeOrigin(removal.of)} gives`;
    const message = `${found.message}; the null in ${where} takes away${given}`;
    return { ...found, message, fix: "take the null out, or write a value there", ...(from === undefined ? {} : { from }) };
}

/** A key is left over from a choice of which a later file chose another kind: maps merge, so it stays until someone removes it. */
function explainOtherKind(found: Finding, path: ValuePath, sources: readonly Source[]): Finding | undefined {
    const kindPath = [...path.slice(0, -1), "kind"];
    const [giver, chooser] = [decider(sources, path), decider(sources, kindPath)];
    if (found.rule !== "config/unknown-key" || giver === undefined || chooser === undefined || giver === chooser) {
        return undefined;
    }
    const [before, after] = [valueAt(giver.values, kindPath), valueAt(chooser.values, kindPath)];
    if (typeof before !== "string" || typeof after !== "string" || before === after || sources.indexOf(giver) > sources.indexOf(chooser)) {
        return undefined;
    }
    const chosenIn = placeIn(chooser, kindPath);
    const where = chosenIn === undefined ? "the stack file" : describeOrigin(chosenIn);
    const message = `belongs to kind ${before}, and ${where} chose kind ${after}; maps merge, so it is still there`;
    return { ...found, message, fix: `write ${String(path.at(-1))}: null beside kind: ${after}` };
}
