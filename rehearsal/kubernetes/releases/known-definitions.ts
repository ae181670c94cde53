import { definitionFrom } from "../definitions/definition";
import { definitionsOf } from "../definitions/installers";
import type { DefinitionsOf } from "./chart-definitions";

/** The definitions of the charts that the rehearsal knows. @throws Error for a chart or a version of which nobody looked what it brings */
export const knownDefinitions: DefinitionsOf = ({ chart, version, values, skipCrds, disableWebhooks, checksFields }) =>
    definitionsOf({ chart, version }, values, { skipCrds, disableWebhooks }).map(({ facts, place, onUpgrade, onUninstall }) => ({
        object: definitionFrom(facts, { namesOnly: !checksFields }),
        place,
        onUpgrade,
        onUninstall,
    }));
