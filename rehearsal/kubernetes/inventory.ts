import { referenceOf } from "./file-objects";
import { ObjectFiles } from "./object-files";

/** An object that Pulumi or a user made in a simulated cluster. */
export interface ListedObject {
    /** Key of the cluster. */
    readonly cluster: string;
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
    /** Pulumi stack whose program made it, where it is known. */
    readonly stack?: string;
}

/** Everything that stands in the clusters of a directory, in a stable order. What every cluster has by itself is not among it. */
export function listObjects(directory: string): ListedObject[] {
    return new ObjectFiles(directory).listAll().map(({ cluster, object, stack }) => {
        return { cluster, ...referenceOf(object), ...(stack === undefined ? {} : { stack }) };
    });
}

/** Forgets what deleted clusters held: every cluster but those that `standing` names. */
export function sweepClusters(directory: string, standing: () => readonly string[]): void {
    new ObjectFiles(directory).sweep(standing);
}
