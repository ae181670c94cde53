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
    it("comes after waits that grow, and ends after 18 minutes", () => {
        const waits = RETRY_SECONDS.map((_, index) => secondsToRetry(Array<string>(index + 1).fill(busy)));
        expect(waits).toEqual([15, 30, 60, 120, 240, 300, 300]);
        expect(secondsToRetry(Array<string>(RETRY_SECONDS.length + 1).fill(busy))).toBeUndefined();
        expect(RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThan(18 * 60 + 1);
    });

    it("is judged by the newest error alone", () => {
        expect(secondsToRetry(["quota", busy])).toBeUndefined();
        expect(secondsToRetry([busy, "quota"])).toBe(30);
        expect(secondsToRetry([])).toBeUndefined();
    });
});
