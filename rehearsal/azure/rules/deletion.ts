import { ArmError } from "../arm-error";
import type { Behaviour } from "../behaviours/behaviour";
import type { Cloud } from "../cloud";
import { sameId } from "../resource-id";
import type { ResourceRecord } from "../subscription/store";
import { linkedIds } from "./general";

/** Records other than `id` and `among` whose properties name it. */
export function usersOf(id: string, cloud: Cloud, among: readonly ResourceRecord[]): ResourceRecord[] {
    return cloud
        .all()
        .filter((record) => !sameId(record.id, id) && !among.some((one) => sameId(one.id, record.id)))
        .filter((record) => linkedIds(record.body, "").some((link) => sameId(link.id, id)));
}

/** Refuses to delete what another resource names. */
export function refuseInUse(code: string, noun: string): NonNullable<Behaviour["checkDelete"]> {
    return (record, cloud, among) => {
        const [user] = usersOf(record.id, cloud, among).filter((one) => !one.type.startsWith("azure-native:authorization:"));
        if (user !== undefined) {
            throw new ArmError(400, code, `${noun} ${record.name} is in use by ${user.id} and cannot be deleted.`);
        }
    };
}
