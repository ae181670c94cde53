import type { Properties } from "../../provider/values";
import type { Cloud } from "../cloud";
import type { PutRequest, StoredProperties } from "../request";
import type { ResourceRecord } from "../subscription/store";

/** What Azure does with one type of resource beyond keeping its properties. Every part is optional. */
export interface Behaviour {
    /** It comes with its parent under a fixed name, so that a create changes what is there. @default a create of what is there fails */
    readonly singleton?: true;
    /** Refuses a request by throwing an ArmError; nothing is stored then. */
    check?(request: PutRequest, cloud: Cloud): void;
    /** Fills in Azure's own defaults and computes what only Azure sets. */
    stored?(request: PutRequest, sent: StoredProperties, cloud: Cloud): StoredProperties;
    /** Properties as they stand, to be compared with those of a request. @default those of the last request, with Azure's defaults */
    standing?(record: ResourceRecord, body: Properties, cloud: Cloud): Properties;
    /** Why an operation that was accepted fails later. */
    failure?(record: ResourceRecord, cloud: Cloud): { code: string; message: string } | undefined;
    /** Makes what comes with the resource. Called again after a crash, so it must find its own work done. */
    accepted?(record: ResourceRecord, cloud: Cloud): void;
    /** Called when an operation ends, before the new state is stored. */
    settled?(record: ResourceRecord, cloud: Cloud): void;
    /** Outputs that depend on other resources, read at every look. */
    outputs?(record: ResourceRecord, cloud: Cloud): Properties;
    /** Refuses a delete by throwing an ArmError. `among`: resources that are deleted together with this one. */
    checkDelete?(record: ResourceRecord, cloud: Cloud, among: readonly ResourceRecord[]): void;
    /** What happens when the resource goes. */
    removed?(record: ResourceRecord, cloud: Cloud): void;
}
