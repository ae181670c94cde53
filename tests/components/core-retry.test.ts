import { isConflict, RETRY_SECONDS, secondsToRetry } from "../../components/core/retry";

const busy = 'Status=409 Code="OperationNotAllowed" Message="Operation is not allowed because there\'s an in progress creating operation"';

describe("an error of Azure", () => {
    it.each([
        ["an operation in progress, in azure-native's words", busy],
        [
            "the same in the SDK's words",
            "RESPONSE 409: 409 Conflict\nERROR CODE: OperationNotAllowed\nAnother operation (Updating) is in progress",
        ],
        ["a changed etag", 'Code="EtagMismatch" Message="Operation is not allowed: the etag has changed"'],
        ["a busy server", 'Status=503 Code="ServerBusy" Message="try again"'],
        ["a subnet that is being written", 'Code="ReferencedResourceNotProvisioned" Message="Cannot proceed with operation"'],
        ["a network operation", 'Status=429 Code="AnotherOperationInProgress" Message=""'],
        ["a network that is not ready", 'Code="VirtualNetworkNotInSucceededState" Message=""'],
    ])("is a conflict that passes: %s", (_what, error) => {
        expect(isConflict(error)).toBe(true);
    });

    it.each([
        ["a downgrade", 'Code="OperationNotAllowed" Message="Downgrading the control plane is not allowed"'],
        ["quota", 'Code="OperationNotAllowed" Message="Operation could not be completed as it results in exceeding approved cores quota"'],
        ["capacity", 'Status=409 Code="AllocationFailed" Message="no machines today"'],
        ["a fixed property", 'Status=400 Code="PropertyChangeNotAllowed" Message="Changing property is not allowed"'],
        ["what stands already", "cannot create already existing resource"],
        ["a name that holds a code", 'Code="InvalidParameter" Message="pool MyServerBusyPool"'],
    ])("is final: %s", (_what, error) => {
        expect(isConflict(error)).toBe(false);
    });
});

describe("a further try", () => {
    const after = (...errors: string[]): number | undefined => secondsToRetry({ failedOperation: "create", errors });

    it("comes after waits that grow, and ends after 18 minutes", () => {
        const waits = RETRY_SECONDS.map((_, index) => after(...Array<string>(index + 1).fill(busy)));
        expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
        expect(after(...Array<string>(RETRY_SECONDS.length + 1).fill(busy))).toBeUndefined();
        expect(RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThan(18 * 60 + 1);
    });

    it("is judged by the newest error alone", () => {
        expect(after("quota", busy)).toBeUndefined();
        expect(after(busy, "quota")).toBe(30);
        expect(after()).toBeUndefined();
    });

    it.each([
        ["in the engine's words", `1 error occurred:\n\t* ${busy}\n\n`],
        ["with several reasons", `2 errors occurred:\n\t* ${busy}\n\t* ${busy}\n\n`],
        ["in azure-native's, which could not read it", `resource partially created but read failed 404: ${busy}`],
    ])(
        "never is a create of what Azure has made already, %s: it would be refused, and lost; an update is another matter",
        (_title, error) => {
            const seconds = ["create", "update", "delete"].map((failedOperation) => secondsToRetry({ failedOperation, errors: [error] }));
            expect(seconds).toEqual([undefined, 15, 15]);
        },
    );

    it("waits for what is in a subnet only where the subnet goes", () => {
        const inUse =
            'Status=400 Code="InUseSubnetCannotBeDeleted" Message="Subnet nodes is in use by /subscriptions/s/networkInterfaces/n"';
        const seconds = ["create", "update", "delete"].map((failedOperation) => secondsToRetry({ failedOperation, errors: [inUse] }));
        expect([...seconds, isConflict(inUse)]).toEqual([undefined, undefined, 15, false]);
        const changed = 'Code="InUseSubnetCannotBeUpdated" Message="Subnet nodes is in use"';
        expect(secondsToRetry({ failedOperation: "delete", errors: [changed] })).toBeUndefined();
    });
});
