import type { Properties } from "../../provider/values";
import { annotation } from "../await/annotations";
import { awaiterOf } from "../await/awaiters";
import type { Waiting } from "../await/waiting";
import { objectAt } from "../fields";
import { referenceOf } from "../file-objects";
import { RELEASE_NAME } from "../made-objects";
import { isAbsence, type KubernetesObject, type ObjectStore } from "../object-store";

/** A CustomResourceDefinition that a chart brings, and what Helm does with it. */
export interface ChartDefinition {
    readonly object: KubernetesObject;
    /**
     * `templates`: part of the release, which Helm refuses where another release, or nobody, owns a definition of that name.
     * `crds-folder`: made before the release, and left alone where there already is one.
     */
    readonly place: "templates" | "crds-folder";
    readonly onUpgrade: "applied" | "left";
    readonly onUninstall: "removed" | "kept";
}

/** The inputs of a release that decide on definitions. */
export interface ReleaseContents {
    readonly chart: string;
    readonly version: string;
    readonly values: Properties;
    readonly skipCrds: boolean;
    readonly disableWebhooks: boolean;
    /** Whether the cluster checks objects against definitions; otherwise the kinds are enough. */
    readonly checksFields: boolean;
}

/** The definitions that a release brings. */
export type DefinitionsOf = (release: ReleaseContents) => readonly ChartDefinition[];

/** Where a release is. */
export interface ReleaseTarget {
    readonly cluster: string;
    readonly urn: string;
    readonly namespace: string;
    readonly name: string;
}

/** Who owns the fields of what Helm writes. */
export const HELM = { fieldManager: "helm" };

const RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

/** Installs and removes the definitions of releases. */
export class ReleaseDefinitions {
    constructor(
        private readonly store: ObjectStore,
        private readonly waiting: Waiting,
    ) {}

    /** Makes the definitions of a new release, and waits until their kinds are served. */
    async install(target: ReleaseTarget, definitions: readonly ChartDefinition[]): Promise<void> {
        const standing = await this.standing(target, definitions);
        for (const { object, place } of definitions) {
            const existing = standing.find((one) => referenceOf(one).name === referenceOf(object).name);
            if (place === "templates" && existing !== undefined && !isPartOf(existing, target)) {
                throw new Error(
                    `Unable to continue with install: CustomResourceDefinition "${referenceOf(object).name}" exists and cannot be imported into the current release: ` +
                        `it belongs to ${annotation(existing, RELEASE_NAME) || "no release"}`,
                );
            }
            if (place === "templates" || existing === undefined) {
                await this.make(target, object, place);
            }
        }
    }

    /** Brings the definitions up to date, and removes what the release does not have any more. */
    async upgrade(target: ReleaseTarget, definitions: readonly ChartDefinition[], before: readonly ChartDefinition[]): Promise<void> {
        for (const { object, place } of definitions.filter(({ onUpgrade }) => onUpgrade === "applied")) {
            await this.make(target, object, place);
        }
        const names = definitions.map(({ object }) => referenceOf(object).name);
        await this.remove(
            target,
            before.filter(({ object, place }) => place === "templates" && !names.includes(referenceOf(object).name)),
        );
    }

    /** Removes what goes with the release, and with it every object of those kinds. */
    async remove(target: ReleaseTarget, definitions: readonly ChartDefinition[]): Promise<void> {
        const { cluster, urn } = target;
        for (const { object } of definitions.filter(({ onUninstall }) => onUninstall === "removed")) {
            const reference = referenceOf(object);
            const isThere = await this.store.delete(cluster, reference, "Background").then(
                () => true,
                (error: unknown) => {
                    if (!isAbsence(error)) {
                        throw error;
                    }
                    return false;
                },
            );
            if (isThere && this.store.capabilities(cluster).controllers) {
                await this.waiting.untilGone({ cluster, urn }, reference);
            }
        }
    }

    private async standing({ cluster }: ReleaseTarget, definitions: readonly ChartDefinition[]): Promise<KubernetesObject[]> {
        return definitions.length === 0 ? [] : this.store.listKind(cluster, "apiextensions.k8s.io/v1", "CustomResourceDefinition");
    }

    private async make(target: ReleaseTarget, object: KubernetesObject, place: ChartDefinition["place"]): Promise<void> {
        const { cluster, urn } = target;
        const made = await this.store.apply(cluster, marked(object, target, place), { ...HELM, force: true });
        const awaiter = awaiterOf(made, {});
        if (awaiter !== undefined && this.store.capabilities(cluster).controllers) {
            await this.waiting.untilReady({ cluster, urn }, made, awaiter);
        }
    }
}

function isPartOf(definition: KubernetesObject, { namespace, name }: ReleaseTarget): boolean {
    return annotation(definition, RELEASE_NAME) === name && annotation(definition, RELEASE_NAMESPACE) === namespace;
}

/** As Helm marks what is part of a release. What lies in a chart's `crds` folder it does not mark; here it says who made it all the same. */
function marked(definition: KubernetesObject, { namespace, name }: ReleaseTarget, place: ChartDefinition["place"]): KubernetesObject {
    const metadata = objectAt(definition, "metadata");
    const owner = { [RELEASE_NAME]: name, [RELEASE_NAMESPACE]: namespace };
    const annotations = { ...objectAt(metadata, "annotations"), ...owner };
    const labels = { ...objectAt(metadata, "labels"), ...(place === "templates" ? { "app.kubernetes.io/managed-by": "Helm" } : {}) };
    return { ...definition, metadata: { ...metadata, annotations, ...(Object.keys(labels).length === 0 ? {} : { labels }) } };
}
