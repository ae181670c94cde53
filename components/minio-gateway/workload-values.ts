import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../core/placement";
import {
    exporterArguments,
    gatewayArguments,
    gatewayEnvironment,
    METRICS_PORT,
    READINESS_COMMAND,
    S3_PORT,
    TLS_FOLDER,
    USERS_FOLDER,
} from "./values";

type PodSpec = core.v1.PodSpec;
type Container = core.v1.Container;

/** What a pod of the gateway is made from. */
export interface GatewayPod {
    readonly images: { readonly gateway: string; readonly exporter: string };
    readonly labels: Readonly<Record<string, string>>;
    readonly serviceAccountName: pulumi.Input<string>;
    readonly accountName: pulumi.Input<string>;
    /** Names of Secrets: with root's keys, with the file of users, and with the certificate where there is TLS. */
    readonly secrets: {
        readonly root: pulumi.Input<string>;
        readonly users: pulumi.Input<string>;
        readonly certificate?: pulumi.Input<string>;
    };
    readonly placement: Placement;
    readonly imagePullSecret?: pulumi.Input<string>;
}

/** Nobody in particular, without rights on any file of the images. */
const USER_ID = 65532;

const CONTAINER_SECURITY = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
};

/** The pod: gateway and exporter, not on one node with another of them where that is possible, and not on a GPU node. */
export function podSpec(pod: GatewayPod): PodSpec {
    const { certificate } = pod.secrets;
    const spread = (topologyKey: string): core.v1.TopologySpreadConstraint => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: pod.labels },
    });
    return {
        serviceAccountName: pod.serviceAccountName,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: 60,
        securityContext: {
            runAsNonRoot: true,
            runAsUser: USER_ID,
            runAsGroup: USER_ID,
            fsGroup: USER_ID,
            seccompProfile: { type: "RuntimeDefault" },
        },
        nodeSelector: { ...pod.placement.nodeSelector },
        tolerations: pod.placement.tolerations.map((toleration) => ({ ...toleration })),
        topologySpreadConstraints: [spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone")],
        ...(pod.imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: pod.imagePullSecret }] }),
        containers: [gatewayContainer(pod), exporterContainer(pod)],
        volumes: [
            { name: "users", secret: { secretName: pod.secrets.users, defaultMode: 0o440 } },
            ...(certificate === undefined ? [] : [{ name: "tls", secret: { secretName: certificate, defaultMode: 0o440 } }]),
            { name: "scratch", emptyDir: { sizeLimit: "256Mi" } },
        ],
    };
}

function gatewayContainer({ images, accountName, secrets }: GatewayPod): Container {
    const tls = secrets.certificate !== undefined;
    const fromRoot = (name: string, key: string): core.v1.EnvVar => ({
        name,
        valueFrom: { secretKeyRef: { name: secrets.root, key } },
    });
    return {
        name: "gateway",
        image: images.gateway,
        args: gatewayArguments({ tls }),
        env: [
            { name: "AZ_ACCOUNT_NAME", value: accountName },
            ...Object.entries(gatewayEnvironment()).map(([name, value]) => ({ name, value })),
            fromRoot("ROOT_ACCESS_KEY_ID", "access-key"),
            fromRoot("ROOT_SECRET_ACCESS_KEY", "secret-key"),
            fromRoot("ADMIN_ACCESS_KEY_ID", "access-key"),
            fromRoot("ADMIN_SECRET_ACCESS_KEY", "secret-key"),
        ],
        ports: [{ name: "s3", containerPort: S3_PORT, protocol: "TCP" }],
        livenessProbe: {
            httpGet: { path: "/healthz", port: "s3", scheme: tls ? "HTTPS" : "HTTP" },
            periodSeconds: 20,
            timeoutSeconds: 5,
            failureThreshold: 3,
        },
        // Health says 200 also without a backend. The first call to one that is gone takes 9 seconds.
        readinessProbe: { exec: { command: READINESS_COMMAND }, periodSeconds: 15, timeoutSeconds: 12, failureThreshold: 2 },
        // Time for every node to hear that the pod is going.
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
        resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "2", memory: "1Gi" } },
        securityContext: CONTAINER_SECURITY,
        volumeMounts: [
            { name: "users", mountPath: USERS_FOLDER, readOnly: true },
            ...(tls ? [{ name: "tls", mountPath: TLS_FOLDER, readOnly: true }] : []),
            { name: "scratch", mountPath: "/tmp" },
        ],
    };
}

function exporterContainer({ images }: GatewayPod): Container {
    return {
        name: "metrics",
        image: images.exporter,
        args: exporterArguments(),
        ports: [{ name: "metrics", containerPort: METRICS_PORT, protocol: "TCP" }],
        livenessProbe: { httpGet: { path: "/-/healthy", port: "metrics" }, periodSeconds: 30, timeoutSeconds: 5 },
        readinessProbe: { httpGet: { path: "/-/ready", port: "metrics" }, periodSeconds: 15, timeoutSeconds: 5 },
        resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "100m", memory: "128Mi" } },
        securityContext: CONTAINER_SECURITY,
    };
}
