import type { Properties } from "../../provider/values";
import { objectAt, textAt } from "../fields";
import { absent, type KubernetesObject, type ObjectReference, type ObjectStore } from "../object-store";
import { HELM } from "./chart-definitions";
import { referenceTo } from "./release-record";
import { isReleaseSecret, recordIn, secretOf, versionIn } from "./release-secrets";

/** What Helm keeps of releases, in one cluster. */
export interface ReleaseRecords {
    /** The newest revision; undefined where there is no such release. */
    find(release: Properties): Promise<KubernetesObject | undefined>;
    /** Keeps the first revision of a release. Fails with `AlreadyExists`. */
    add(record: KubernetesObject, stack: string | undefined): Promise<void>;
    /** Keeps the next revision of a release. */
    supersede(record: KubernetesObject, stack: string | undefined): Promise<void>;
    /** Forgets a release with all its revisions. */
    remove(release: Properties): Promise<void>;
}

/** The records of a cluster, in the form that its store takes. */
export function releaseRecords(store: ObjectStore, cluster: string): ReleaseRecords {
    return store.capabilities(cluster).releaseKind ? new RecordsAsObjects(store, cluster) : new RecordsInSecrets(store, cluster);
}

/** Each release is one object. */
class RecordsAsObjects implements ReleaseRecords {
    constructor(
        private readonly store: ObjectStore,
        private readonly cluster: string,
    ) {}

    async find(release: Properties): Promise<KubernetesObject | undefined> {
        return this.store.get(this.cluster, referenceTo(release)).catch(absent);
    }

    async add(record: KubernetesObject, stack: string | undefined): Promise<void> {
        await this.store.create(this.cluster, record, { ...HELM, stack });
    }

    async supersede(record: KubernetesObject): Promise<void> {
        await this.store.apply(this.cluster, record, { ...HELM, force: true });
    }

    async remove(release: Properties): Promise<void> {
        await this.store.delete(this.cluster, referenceTo(release));
    }
}

/** Each revision is a Secret, as Helm 3 keeps it, so that Helm itself can read what it finds. */
class RecordsInSecrets implements ReleaseRecords {
    constructor(
        private readonly store: ObjectStore,
        private readonly cluster: string,
    ) {}

    async find(release: Properties): Promise<KubernetesObject | undefined> {
        const newest = (await this.revisions(release)).at(-1);
        return newest === undefined ? undefined : recordIn(newest);
    }

    async add(record: KubernetesObject, stack: string | undefined): Promise<void> {
        await this.store.create(this.cluster, secretOf(record), { ...HELM, stack });
    }

    async supersede(record: KubernetesObject, stack: string | undefined): Promise<void> {
        const old = await this.revisions(objectAt(record, "metadata"));
        await this.store.create(this.cluster, secretOf(record), { ...HELM, stack });
        for (const secret of old.map((one) => secretOf(recordIn(one), true))) {
            await this.store.apply(this.cluster, secret, { ...HELM, force: true });
        }
    }

    async remove(release: Properties): Promise<void> {
        for (const secret of await this.revisions(release)) {
            const reference: ObjectReference = {
                apiVersion: "v1",
                kind: "Secret",
                namespace: textAt(release, "namespace"),
                name: textAt(objectAt(secret, "metadata"), "name"),
            };
            await this.store.delete(this.cluster, reference, "Background").catch(absent);
        }
    }

    /** In the order in which they were made. */
    private async revisions(release: Properties): Promise<KubernetesObject[]> {
        const namespace = textAt(release, "namespace");
        const secrets = await this.store.listKind(this.cluster, "v1", "Secret", namespace).catch(absent);
        return (secrets ?? [])
            .filter((secret) => isReleaseSecret(secret, textAt(release, "name")))
            .sort((one, other) => versionIn(one) - versionIn(other));
    }
}
