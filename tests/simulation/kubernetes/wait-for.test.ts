import { clockOf, fasterClock, systemClock } from "../../../rehearsal/kubernetes/await/clock";
import { awaiterOf } from "../../../rehearsal/kubernetes/await/awaiters";
import { JsonPath } from "../../../rehearsal/kubernetes/await/json-path";
import { parseWaitFor } from "../../../rehearsal/kubernetes/await/wait-for";
import { Waiting } from "../../../rehearsal/kubernetes/await/waiting";
import { ApiError, type KubernetesObject, type ObjectStore } from "../../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../../rehearsal/provider/values";

const condition = (type: string, status: string, reason = "", message = ""): Properties => ({ type, status, reason, message });

describe("pulumi.com/waitFor", () => {
    const object: Properties = {
        metadata: { labels: { "a.b/c": "x" } },
        status: {
            phase: "Running",
            count: 2,
            conditions: [condition("Ready", "True"), condition("Synced", "False", "Busy", "later")],
            list: [{ n: 1 }, { n: 2 }],
        },
    };

    it.each<[string, readonly string[]]>([
        ["condition=Ready", []],
        ["condition=Synced=False", []],
        ["condition=Synced", ["Waiting for condition Synced to be True: it is False (Busy) later"]],
        ["condition=Gone", ["Waiting for condition Gone to be True: it has no such condition"]],
        ["jsonpath={.status.phase}", []],
        ["jsonpath={.status.phase}=Running", []],
        ["jsonpath='{.status.count}'=2", []],
        ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', []],
        ["jsonpath={.status.phase}=Failed", ["Waiting for {.status.phase} to be Failed: it is Running"]],
        ["jsonpath={.status.missing}", ["Waiting for {.status.missing}: it is not there"]],
        ["jsonpath={.status.list[*].n}=1", ["Waiting for {.status.list[*].n} to be 1: it is 1, 2"]],
        ['["condition=Ready", "condition=Gone"]', ["Waiting for condition Gone to be True: it has no such condition"]],
        ['{"operator": "any", "conditions": ["condition=Ready", "condition=Gone"]}', []],
    ])("%s", (expression, reasons) => {
        expect(parseWaitFor(expression)(object).reasons).toEqual(reasons);
    });

    it.each([
        ["Ready", 'expected a "jsonpath=" or "condition=" prefix, got "Ready"'],
        ["[]", "at least one condition must be specified"],
        ['{"operator": "none", "conditions": ["condition=Ready"]}', 'an "operator", "all" or "any"'],
        ["jsonpath=.status", "is not of the form jsonpath={.path}"],
        ["jsonpath={.status[?(@.a>1)]}", 'is not understood from "[?(@.a>1)]" on'],
    ])("refuses %s", (expression, message) => {
        expect(() => parseWaitFor(expression)).toThrow(message);
    });

    it("finds what paths lead to, as kubectl does", () => {
        const found = [
            "{.metadata.labels.a\\.b/c}",
            "{.metadata.labels['a.b/c']}",
            "{.status.list[-1].n}",
            "$.status.list[?(@.n!=1)].n",
            "{.status.list[7]}",
        ].map((text) => JsonPath.parse(text).find(object));
        expect(found).toEqual([["x"], ["x"], [2], [2], []]);
    });

    it("takes the place of the kind's own await, and is there only when asked for", () => {
        const inputs: Properties = {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { annotations: { "pulumi.com/waitFor": "condition=Available" } },
        };
        const awaiter = awaiterOf(inputs, {});
        expect(awaiter?.judge({ status: { conditions: [condition("Available", "True")] } }, {}).isReady).toBe(true);
    });
});

describe("a faster clock", () => {
    it("makes waits short, and cannot go backwards", async () => {
        const clock = fasterClock(1000);
        const [begin, real] = [clock.now(), Date.now()];
        await clock.sleep(20_000);
        expect(clock.now() - begin).toBeGreaterThanOrEqual(19_000);
        expect(Date.now() - real).toBeLessThan(5000);
        expect(() => fasterClock(0)).toThrow("at least 1");
    });

    it("is what a rehearsal goes by when the environment says so", () => {
        expect(clockOf({})).toBe(systemClock);
        expect(clockOf({ ML_PLATFORM_CLOCK_SPEED: "20" }).now()).toBeGreaterThan(systemClock.now());
        expect(() => clockOf({ ML_PLATFORM_CLOCK_SPEED: "fast" })).toThrow(
            'ML_PLATFORM_CLOCK_SPEED is "fast"; it is how many times faster',
        );
    });
});

describe("a wait", () => {
    const widget: Properties = { apiVersion: "example.org/v1", kind: "Widget", metadata: { name: "w", finalizers: ["example.org/hold"] } };
    const target = { cluster: "c", urn: "urn" };
    // none of these waits runs out of time, on a busy machine either: 36 s of its clock
    const ready = { timeoutSeconds: 36_000, related: [], onRead: false, judge: parseWaitFor("jsonpath={.status.ready}=true") };
    let shown: string[];

    const waitingFor = (get: () => KubernetesObject): Waiting => {
        const host = { log: () => undefined, status: (text: string) => void shown.push(text) };
        const store: Pick<ObjectStore, "get"> = { get: async () => Promise.resolve().then(get) };
        return new Waiting(host, store as ObjectStore, fasterClock(1000));
    };
    beforeEach(() => {
        shown = [];
    });

    it("shows what it waits for once, and takes it away in the end", async () => {
        let looks = 0;
        const waiting = waitingFor(() => (++looks < 5 ? widget : { ...widget, status: { ready: true } }));
        expect((await waiting.untilReady(target, widget, ready))["status"]).toEqual({ ready: true });
        expect(shown).toEqual(["Waiting for {.status.ready} to be true: it is not there", ""]);
    });

    it("ends when the user gives up, with what was missing", async () => {
        const waiting = waitingFor(() => {
            waiting.cancel();
            return widget;
        });
        await expect(waiting.untilReady(target, widget, ready)).rejects.toMatchObject({
            message: "Resource operation was cancelled for 'w'",
            reasons: ["Waiting for {.status.ready} to be true: it is not there"],
        });
    });

    it("for a deletion ends when nothing is there any more, and else names what holds the object", async () => {
        const reference = { apiVersion: "example.org/v1", kind: "Widget", name: "w" };
        let looks = 0;
        const going = waitingFor(() => {
            if (++looks > 3) {
                throw new ApiError("NotFound", "gone");
            }
            return widget;
        });
        await going.untilGone(target, reference);
        await expect(waitingFor(() => widget).untilGone({ ...target, timeoutSeconds: 30 }, reference)).rejects.toThrow(
            "Widget w still exists 30 s after it was deleted: finalizers might be preventing deletion (example.org/hold)",
        );
    });

    it("is repeated for what is not there yet, six times in all, and for nothing else", async () => {
        const attempts = async (error: Error): Promise<number> => {
            let count = 0;
            await waitingFor(() => widget)
                .retried("urn", async () => {
                    count++;
                    return Promise.reject(error);
                })
                .catch(() => undefined);
            return count;
        };
        expect([await attempts(new ApiError("NotFound", "no")), await attempts(new ApiError("Invalid", "no"))]).toEqual([6, 1]);
    });
});
