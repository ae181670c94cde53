import type * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./capacity";
import type { Placement } from "./placement";

/**
 * What components offer each other. A component that needs another one takes one of these as an argument, so a missing
 * dependency is a compile error, and no component imports another one's class.
 */

/** How traffic leaves the nodes, in the API's own words. It is always set: Azure's implicit outbound access ended on 2026-03-31. */
export type OutboundType = "loadBalancer" | "userDefinedRouting" | "userAssignedNATGateway";

/** How much convenience is given up for safety. */
export type SecurityLevel = "standard" | "hardened";

/** What physical names are made of (`azure-names.ts`). The `id` is made once per stack and kept in its state. */
export interface NamingHandle {
    /** First part of every name, for example `mlp`. */
    readonly prefix: string;
    /** Second part of every name, for example `dev`. */
    readonly environment: string;
    /** Eight lower-case letters and digits that keep two stacks with the same prefix apart. */
    readonly id: pulumi.Output<string>;
    /** What makes the id, for `replaceWith`: with a new one, everything that is named by it is made anew. None where another stack made it. */
    readonly origin?: pulumi.Resource;
}

/** The IPv4 ranges of a network in CIDR form; plain, so that overlaps are found before anything is registered. */
export interface NetworkRanges {
    /** The virtual network's range. Left out for an existing network, whose whole range the program does not know. */
    readonly addressSpace?: string;
    /** The range of the subnet that the nodes are in. */
    readonly nodeSubnet: string;
    /** Ranges of networks that this one is connected to, as far as the user named them. */
    readonly peeredRanges?: readonly string[];
}

/** What is known of a network before anything is registered. */
export interface NetworkFacts {
    readonly ranges: NetworkRanges;
    readonly outboundType: OutboundType;
    /** Whether the cluster can learn the public address that its traffic leaves from, to let its own nodes reach the API server. */
    readonly egressKnown: boolean;
}

/** A subnet for nodes and the way out of it. */
export interface NetworkHandle extends NetworkFacts {
    readonly nodeSubnetId: pulumi.Output<string>;
    /** Network and subnet themselves, for `replaceWith`: neither can be replaced while nodes are in it. None where somebody else owns them. */
    readonly nodeNetwork?: pulumi.Resource[];
    /** The public address that traffic leaves from, where the program owns it (a NAT gateway's). */
    readonly egressIp?: pulumi.Output<string>;
    /** For private endpoints, where the network has a subnet for them. */
    readonly privateEndpoints?: PrivateEndpointsHandle;
    /** The subnet's route table, where traffic leaves by user-defined routes: the cluster's identity needs a role on it. */
    readonly routeTableId?: pulumi.Output<string>;
}

/** Where private endpoints get their addresses, and from where their names are looked up. */
export interface PrivateEndpointsHandle {
    /** ARM id of the subnet. */
    readonly subnetId: pulumi.Output<string>;
    /** ARM id of the virtual network. */
    readonly virtualNetworkId: pulumi.Output<string>;
}

/** An identity that acts for a part of the cluster. */
export interface IdentityHandle {
    /** Object id in Entra ID: what roles are granted to. */
    readonly principalId: pulumi.Output<string>;
    /** Application id: what a client signs in with. */
    readonly clientId: pulumi.Output<string>;
    /** ARM id of the identity. */
    readonly resourceId: pulumi.Output<string>;
    /** The identity itself, for `replaceWith`: a new one has another principal. None where another stack made it. */
    readonly resource?: pulumi.Resource;
}

/**
 * Where pods get their addresses: from a range inside the cluster (`overlay`), or from the nodes' subnet (`node-subnet`, flat), so that
 * the network reaches them directly.
 */
export type PodNetworking = "overlay" | "node-subnet";

/** The address room of a cluster; plain, so that a pool that does not fit is refused before anything is registered. */
export interface ClusterAddresses {
    readonly nodeSubnet: string;
    readonly podNetworking: PodNetworking;
    /** Range of the pods with `overlay`; of no account otherwise. */
    readonly podCidr: string;
    /** Nodes of the system pool at its largest, with the surge nodes of an upgrade. */
    readonly systemNodes: number;
}

/** A Kubernetes cluster that others put things into. */
export interface ClusterHandle {
    /** ARM id. A new cluster of the same name has the same. */
    readonly id: pulumi.Output<string>;
    /** What no other cluster ever has, also not the next one of the same name and id. */
    readonly uid: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    readonly resourceGroupName: pulumi.Output<string>;
    readonly location: pulumi.Output<string>;
    /** Issuer of the service account tokens that workload identity trusts. */
    readonly oidcIssuerUrl: pulumi.Output<string>;
    /** The second resource group, where AKS keeps virtual machines, disks and load balancers. */
    readonly nodeResourceGroupName: pulumi.Output<string>;
    readonly nodeSubnetId: pulumi.Output<string>;
    /** The identity that the nodes pull images with. */
    readonly kubeletIdentity: IdentityHandle;
    /** The version that runs, for example `1.36.5`; the specification may name only the minor version. */
    readonly kubernetesVersion: pulumi.Output<string>;
    readonly addresses: ClusterAddresses;
    /** The cluster itself, for `deletedWith` and `replaceWith`: what lives in it dies with it. None where another stack made it. */
    readonly resource?: pulumi.Resource;
    /** What else makes a new cluster when it is made anew, for `replaceWith` of what lives in the cluster. None where another stack made it. */
    readonly replacedWith?: readonly pulumi.Resource[];
}

/** A pool of nodes of one size in Azure. */
export interface AgentPoolHandle {
    /** The pool's name in Azure. */
    readonly agentPoolName: pulumi.Output<string>;
    /** Azure VM size, for example `Standard_NC4as_T4_v3`. */
    readonly size: string;
    readonly capacity: Capacity;
    /**
     * What a pod asks for to get one of its GPUs: `nvidia.com/gpu`, or the instances' own name, for example `nvidia.com/mig-1g.10gb`. None
     * without GPUs.
     */
    readonly gpuResource?: string;
    /** How many of it one node offers: GPUs, or the turns or instances that they are shared in. */
    readonly gpusPerNode: number;
}

/** An entry of node pools that workloads can be placed on. */
export interface NodePoolHandle {
    /** The entry's key in the configuration. */
    readonly name: string;
    /** Name in Azure of the pool that is preferred. */
    readonly agentPoolName: pulumi.Output<string>;
    /** Its Azure VM size. */
    readonly size: string;
    /** What a pod asks for to get a GPU of any of the entry's pools; none without GPUs. */
    readonly gpuResource?: string;
    /** How many of it one of the preferred pool's nodes offers: GPUs, or the turns or instances that they are shared in. */
    readonly gpusPerNode: number;
    /** Node selector and tolerations that put a pod on any of the entry's pools, and on no other GPU pool. */
    readonly placement: Placement;
    /** The entry's pools in order of preference. */
    readonly agentPools: readonly AgentPoolHandle[];
}

/** A container registry. */
export interface RegistryHandle {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    /** Host name that images are pulled from, for example `mlpdevk3x9q2ab.azurecr.io`. */
    readonly loginServer: pulumi.Output<string>;
}

/** Credentials for registries that know no managed identities, as a Secret in each namespace that pulls from them. */
export interface ImagePullHandle {
    /** By the key of the namespace: the Secret's name, for `imagePullSecrets` of a pod or of a service account. */
    readonly secretNames: Readonly<Record<string, pulumi.Output<string>>>;
}

/** A Secret in the cluster. */
export interface SecretHandle {
    readonly namespace: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    /** Changes whenever the contents do and says nothing of them: on a pod's template it makes a rotation reach the pod. */
    readonly version: pulumi.Output<string>;
}

/** An identity in Azure that pods of one service account act with. */
export interface WorkloadIdentityHandle extends IdentityHandle {
    readonly namespace: pulumi.Output<string>;
    readonly serviceAccountName: pulumi.Output<string>;
}

/** An authority of the platform's own, which signs the certificates of services inside the cluster. */
export interface CertificateAuthorityHandle {
    /** What clients trust, in PEM. */
    readonly certificatePem: pulumi.Output<string>;
    /** What signs, in PEM. Secret. */
    readonly privateKeyPem: pulumi.Output<string>;
}

/** Where objects are kept: a storage account without shared keys. */
export interface ObjectStoreHandle {
    /** ARM id of the account. */
    readonly accountId: pulumi.Output<string>;
    readonly accountName: pulumi.Output<string>;
    /** Containers by the key of the bucket in the configuration; their names are the buckets' names. */
    readonly buckets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** An S3 endpoint inside the cluster. */
export interface S3EndpointHandle {
    /** Address with scheme and port, for example `https://minio.studioml.svc:9000`. */
    readonly url: pulumi.Output<string>;
    /** The region that clients sign for. */
    readonly region: string;
    /** By bucket: a Secret with `access-key` and `secret-key` of a user who may use this bucket and no other. */
    readonly credentials: Readonly<Record<string, SecretHandle>>;
    /** Who signed the endpoint's certificate. None when it speaks HTTP. */
    readonly certificateAuthority?: CertificateAuthorityHandle;
}

/** A message broker that speaks AMQP. */
export interface MessageQueueHandle {
    /**
     * A Secret with `username`, `password`, `host`, `port`; `url`, the broker's whole address with both of the first; and `management-url`, the
     * address of its management API, with name and password too.
     */
    readonly credentials: SecretHandle;
    /** Who signed the broker's certificate. None where it is a public one, or none at all. */
    readonly certificateAuthority?: CertificateAuthorityHandle;
}
