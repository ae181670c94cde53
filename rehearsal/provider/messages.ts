import { CheckFailure, CheckResponse, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { ChangeKind, CheckResult, DiffResult, ResourceIdentity } from "./contract";
import { toStruct } from "./struct";

/** Who a request is about. Old engines leave type and name out; both are in the URN. */
export function identityOf(request: { getUrn(): string; getType(): string; getName(): string }): ResourceIdentity {
    const urn = request.getUrn();
    const [, , types = "", ...name] = urn.split("::");
    return { urn, type: request.getType() || (types.split("$").at(-1) ?? ""), name: request.getName() || name.join("::") };
}

export function checkResponse(result: CheckResult): CheckResponse {
    const response = new CheckResponse();
    response.setInputs(toStruct(result.inputs));
    response.setFailuresList(
        result.failures.map(({ property, reason }) => {
            const failure = new CheckFailure();
            failure.setProperty(property);
            failure.setReason(reason);
            return failure;
        }),
    );
    return response;
}

const kinds: Readonly<Record<ChangeKind, readonly [inPlace: PropertyDiff.Kind, replace: PropertyDiff.Kind]>> = {
    add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
    delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
    update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
};

export function diffResponse(result: DiffResult): DiffResponse {
    const response = new DiffResponse();
    const paths = Object.entries(result.changes);
    for (const [path, { kind, replace }] of paths) {
        const difference = new PropertyDiff();
        difference.setKind(kinds[kind][replace ? 1 : 0]);
        difference.setInputdiff(true);
        response.getDetaileddiffMap().set(path, difference);
    }
    response.setChanges(paths.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
    response.setReplacesList(paths.filter(([, change]) => change.replace).map(([path]) => path));
    response.setDiffsList([...new Set(paths.map(([path]) => firstKey(path)))]);
    response.setHasdetaileddiff(true);
    response.setDeletebeforereplace(result.deleteBeforeReplace);
    return response;
}

/** The top-level property of a path such as `networkProfile.serviceCidr`, `nodeTaints[0]` or `["a.b"].c`. */
function firstKey(path: string): string {
    const quoted = /^\["((?:[^"\\]|\\.)*)"\]/.exec(path);
    return quoted?.[1] ?? path.split(/[.[]/, 1)[0] ?? path;
}
