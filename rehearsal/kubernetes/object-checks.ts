import type { CheckRequest, CheckResult, DiffRequest, DiffResult } from "../provider/contract";
import { differences, isWithin } from "../provider/difference";
import { plain, type Properties } from "../provider/values";
import type { ClusterAccess } from "./access";
import { replacesUnready } from "./await/annotations";
import { awaiterOf } from "./await/awaiters";
import type { Waiting } from "./await/waiting";
import { idOf } from "./checkpoint";
import type { Configuration } from "./configuration";
import { objectAt, textAt } from "./fields";
import { referenceOf } from "./file-objects";
import { isNamespacedKind } from "./kinds";
import { completeInputs, isAutonamed } from "./naming";
import { toObject } from "./object-form";
import type { ObjectStore } from "./object-store";
import { kindOfType, refuseOtherTypes } from "./patches";
import { replacingProperties, replacingPropertiesOfPatch } from "./replacement";

/** What is asked of objects before anything is done: whether their inputs are whole, and what a change of them means. */
export class ObjectChecks {
    constructor(
        private readonly store: ObjectStore,
        private readonly configuration: Configuration,
        private readonly access: ClusterAccess,
        private readonly waiting: Waiting,
    ) {}

    async check(request: CheckRequest): Promise<CheckResult> {
        refuseOtherTypes(request.type);
        const reached = this.access.reach();
        this.access.warnOnce(request.urn);
        const { apiVersion, kind, isPatch } = kindOfType(request.type, plain(request.news));
        const failures = isPatch ? faultsOfPatch(request.news, this.configuration) : [];
        const namespaced =
            "cluster" in reached ? await this.store.isNamespaced(reached.cluster, apiVersion, kind) : isNamespacedKind(apiVersion, kind);
        const home = "cluster" in reached ? reached.namespace : (this.configuration.namespace ?? "default");
        if (failures.length > 0) {
            return { inputs: request.news, failures };
        }
        const managedByLabel = !isPatch && !this.configuration.serverSideApply;
        const news = { ...request.news, kind };
        return { inputs: completeInputs({ ...request, news }, namespaced === true ? home : undefined, managedByLabel), failures };
    }

    async diff({ type, oldInputs, news, ignoreChanges }: DiffRequest): Promise<DiffResult> {
        const olds = plain(oldInputs);
        const currents = plain(news);
        const replacing = this.replacing(type, olds, currents);
        const changes = Object.entries(differences(oldInputs, news))
            .filter(([path]) => !isWithin(path, ignoreChanges))
            .map(([path, change]) => [path, { kind: change, replace: isWithin(path, replacing) || covers(path, replacing) }] as const);
        const mustGo = replacesUnready(currents) && (await this.isUnready(currents));
        const unready = mustGo
            ? [['metadata.annotations["pulumi.com/replaceUnready"]', { kind: "update", replace: true } as const] as const]
            : [];
        const isReplaced = mustGo || changes.some(([, { replace }]) => replace);
        return {
            changes: Object.fromEntries([...changes, ...unready]),
            deleteBeforeReplace: isReplaced && isNamedByUser(currents) && idOf(olds) === idOf(currents),
        };
    }

    private replacing(type: string, olds: Properties, currents: Properties): readonly string[] {
        const { apiVersion, kind, isPatch } = kindOfType(type, currents);
        if (isPatch) {
            return replacingPropertiesOfPatch;
        }
        const mutable = kind === "ConfigMap" ? this.configuration.configMapMutable : this.configuration.secretMutable;
        return replacingProperties(apiVersion, kind, mutable && olds["immutable"] !== true);
    }

    /** Whether a Job stands without having succeeded: the one kind that the provider replaces for it. */
    private async isUnready(inputs: Properties): Promise<boolean> {
        const reached = this.access.reach();
        const object = toObject(inputs);
        const awaiter = textAt(object, "kind") === "Job" ? awaiterOf({ ...object, metadata: {} }, {}) : undefined;
        if (awaiter === undefined || !("cluster" in reached) || !this.store.capabilities(reached.cluster).controllers) {
            return false;
        }
        const live = await this.store.get(reached.cluster, referenceOf(object)).catch(() => undefined);
        return live !== undefined && !(await this.waiting.judge(reached.cluster, live, awaiter)).isReady;
    }
}

function faultsOfPatch(news: Properties, configuration: Configuration): { property: string; reason: string }[] {
    const name = objectAt(plain(news), "metadata")["name"];
    return [
        ...(typeof name === "string" && name !== ""
            ? []
            : [{ property: "metadata.name", reason: "patch resources require the resource `.metadata.name` to be set" }]),
        ...(configuration.serverSideApply
            ? []
            : [
                  {
                      property: "metadata",
                      reason: "patch resources require Server-side Apply mode, which is enabled using the `enableServerSideApply` Provider config",
                  },
              ]),
    ];
}

/** Such a name stays when the object is replaced, so both cannot exist at once. */
function isNamedByUser(inputs: Properties): boolean {
    return textAt(objectAt(inputs, "metadata"), "name") !== "" && !isAutonamed(inputs);
}

/** A change of a whole subtree, such as an added `spec`, changes what lies in it. */
function covers(path: string, replacing: readonly string[]): boolean {
    return replacing.some((property) => isWithin(property, [path]));
}
