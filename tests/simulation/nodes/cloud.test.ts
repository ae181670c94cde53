import { at } from "../../../rehearsal/azure/request";
import { objectsOfCluster } from "../../../rehearsal/kubernetes/definitions/cluster-objects";
import { planLoadBalancers } from "../../../rehearsal/nodes/cloud/load-balancers";
import { planStorage, type Storage } from "../../../rehearsal/nodes/cloud/storage";
import { described, type Action } from "../../../rehearsal/nodes/loop/actions";
import type { KubernetesObject } from "../../../rehearsal/kubernetes/object-store";
import type { Properties } from "../../../rehearsal/provider/values";
import { pool, standingNode } from "./records";

const NODE = standingNode(pool("cpu", { availabilityZones: ["2"] }), 0);
const made = (actions: readonly Action[]): KubernetesObject[] =>
    actions.flatMap((action) => (action.do === "create-object" ? [action.object] : []));
const CLASSES = objectsOfCluster([]);

function claim(
    storageClassName: string,
    more: { annotations?: Record<string, string>; spec?: Properties; phase?: string } = {},
): KubernetesObject {
    return {
        metadata: {
            name: "data",
            namespace: "studioml",
            uid: "u1",
            ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
        },
        spec: { storageClassName, accessModes: ["ReadWriteMany"], resources: { requests: { storage: "100Gi" } }, ...more.spec },
        status: { phase: more.phase ?? "Pending" },
    };
}
const plan = (storage: Partial<Storage>): Action[] => planStorage({ classes: CLASSES, claims: [], volumes: [], ...storage }, [NODE]);

describe("storage drivers of AKS", () => {
    test("S2-5 a claim of a class that binds at once gets a volume", () => {
        expect(made(plan({ claims: [claim("azurefile-csi")] }))).toEqual([
            {
                apiVersion: "v1",
                kind: "PersistentVolume",
                metadata: { name: "pvc-u1", annotations: { "pv.kubernetes.io/provisioned-by": "file.csi.azure.com" } },
                spec: {
                    capacity: { storage: "100Gi" },
                    accessModes: ["ReadWriteMany"],
                    volumeMode: "Filesystem",
                    persistentVolumeReclaimPolicy: "Delete",
                    storageClassName: "azurefile-csi",
                    mountOptions: [],
                    claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "studioml", name: "data", uid: "u1" },
                    csi: { driver: "file.csi.azure.com", volumeHandle: "rehearsed-pvc-u1" },
                },
            },
        ]);
    });

    test("S2-4 a disk is made once a node is chosen, in the node's zone", () => {
        expect(plan({ claims: [claim("managed-csi")] })).toEqual([]);
        const [volume] = made(
            plan({ claims: [claim("managed-csi", { annotations: { "volume.kubernetes.io/selected-node": NODE.name } })] }),
        );
        expect(at(volume, "spec", "nodeAffinity")).toEqual({
            required: {
                nodeSelectorTerms: [
                    { matchExpressions: [{ key: "topology.disk.csi.azure.com/zone", operator: "In", values: ["eastus-2"] }] },
                ],
            },
        });
    });

    test.each([
        ["of a class that does not exist", claim("missing")],
        ["that is bound", claim("azurefile-csi", { phase: "Bound" })],
        ["that names its volume", claim("azurefile-csi", { spec: { volumeName: "mine" } })],
    ])("a claim %s gets none", (_, one) => {
        expect(plan({ claims: [one] })).toEqual([]);
    });

    test("a class of somebody else's driver is left to it; a volume is not made twice", () => {
        const other = { ...CLASSES[5], metadata: { name: "nfs" }, provisioner: "nfs.example.com" };
        expect(plan({ classes: [...CLASSES, other], claims: [claim("nfs")] })).toEqual([]);
        const claims = [claim("azurefile-csi")];
        expect(plan({ claims, volumes: made(plan({ claims })) })).toEqual([]);
    });

    test("a volume goes when its claim has gone, unless its class retains it", () => {
        const volume = (reclaim: string, phase: string): KubernetesObject => ({
            metadata: { name: `${reclaim}-${phase}`, annotations: { "pv.kubernetes.io/provisioned-by": "disk.csi.azure.com" } },
            spec: { persistentVolumeReclaimPolicy: reclaim },
            status: { phase },
        });
        const volumes = [volume("Delete", "Released"), volume("Retain", "Released"), volume("Delete", "Bound")];
        expect(plan({ volumes }).map(described)).toEqual(["Delete-Released is deleted"]);
    });
});

describe("load balancers of Azure", () => {
    const service = (annotations: Record<string, string> = {}, more: Properties = {}, spec: Properties = {}): KubernetesObject => ({
        metadata: { name: "ingress", namespace: "istio", uid: "u1", annotations },
        spec: { type: "LoadBalancer", ...spec },
        ...more,
    });
    const addresses = (one: KubernetesObject): unknown =>
        planLoadBalancers([one]).map((action) => (action.do === "change-status" ? at(action.change, "loadBalancer", "ingress") : action));

    test("a Service gets an address that stays with it, public or internal, or the one that it asks for", () => {
        expect(addresses(service())).toEqual([[{ ip: expect.stringMatching(/^198\.(18|19)\.\d+\.\d+$/) as string, ipMode: "VIP" }]]);
        expect(addresses(service())).toEqual(addresses(service()));
        expect(addresses(service({ "service.beta.kubernetes.io/azure-load-balancer-internal": "true" }))).toEqual([
            [{ ip: expect.stringMatching(/^10\.224\.\d+\.\d+$/) as string, ipMode: "VIP" }],
        ]);
        expect(addresses(service({ "service.beta.kubernetes.io/azure-load-balancer-ipv4": "20.1.2.3" }))).toEqual([
            [{ ip: "20.1.2.3", ipMode: "VIP" }],
        ]);
    });

    test("not one that has an address, belongs to another controller, or is of another type", () => {
        const has = service({}, { status: { loadBalancer: { ingress: [{ ip: "198.18.0.1" }] } } });
        expect(
            [has, service({}, {}, { loadBalancerClass: "example.com/own" }), service({}, {}, { type: "ClusterIP" })].flatMap((one) =>
                planLoadBalancers([one]),
            ),
        ).toEqual([]);
    });
});
