/** An object of each kind whose fields are known, written as a component of a platform would write it. */
export const CUSTOM_RESOURCES = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: portal }
spec:
  secretName: portal-tls
  dnsNames: [portal.example.com, "*.portal.example.com"]
  issuerRef: { name: letsencrypt, kind: ClusterIssuer, group: cert-manager.io }
  privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Always }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: platform@example.com
    privateKeySecretRef: { name: letsencrypt-account }
    solvers:
      - dns01:
          azureDNS:
            hostedZoneName: example.com
            resourceGroupName: dns
            subscriptionID: 00000000-0000-0000-0000-000000000000
            environment: AzurePublicCloud
            managedIdentity: { clientID: 00000000-0000-0000-0000-000000000001 }
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: { name: own }
spec: { selfSigned: {} }
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: keycloak-db }
spec:
  instances: 2
  storage: { size: 20Gi, storageClass: managed-csi-premium }
  bootstrap: { initdb: { database: keycloak, owner: keycloak } }
  resources: { requests: { cpu: 500m, memory: 1Gi }, limits: { memory: 1Gi } }
  affinity: { nodeSelector: { kubernetes.io/os: linux }, tolerations: [{ key: CriticalAddonsOnly, operator: Exists }] }
  monitoring: { enablePodMonitor: true }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: nightly }
spec: { schedule: "0 0 3 * * *", cluster: { name: keycloak-db }, method: volumeSnapshot }
---
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: { name: portal }
spec: { endpoints: [{ dnsName: portal.example.com, recordType: A, recordTTL: 300, targets: [192.0.2.10] }] }
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec:
  provider:
    azurekv: { authType: WorkloadIdentity, vaultUrl: https://vault.vault.azure.net, serviceAccountRef: { name: external-secrets, namespace: external-secrets } }
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: vault }
spec: { provider: { azurekv: { authType: WorkloadIdentity, vaultUrl: https://vault.vault.azure.net, serviceAccountRef: { name: reader } } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: database }
spec:
  refreshInterval: 1h
  secretStoreRef: { name: vault, kind: ClusterSecretStore }
  target: { name: database, creationPolicy: Owner }
  data: [{ secretKey: password, remoteRef: { key: database-password } }]
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata: { name: disks }
driver: disk.csi.azure.com
deletionPolicy: Retain
parameters: { incremental: "true" }
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotContent
metadata: { name: content }
spec:
  deletionPolicy: Retain
  driver: disk.csi.azure.com
  source: { snapshotHandle: /subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/snapshots/one }
  volumeSnapshotRef: { name: home, namespace: default }
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: { name: home }
spec: { volumeSnapshotClassName: disks, source: { persistentVolumeClaimName: home } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: notebooks }
spec:
  interval: 10m
  prune: true
  wait: true
  path: ./applications/jupyter/notebook-controller/upstream/overlays/kubeflow
  sourceRef: { kind: GitRepository, name: kubeflow }
  dependsOn: [{ name: istio-resources }]
  images: [{ name: gcr.io/istio-release/proxyv2, newName: docker.io/istio/proxyv2, newTag: 1.31.1 }]
  patches: [{ target: { kind: Deployment, name: notebook-controller-deployment }, patch: "[]" }]
  serviceAccountName: flux-applier
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: kubeflow }
spec: { interval: 1h, url: https://github.com/kubeflow/community-distribution, ref: { tag: "26.03" }, ignore: "/*" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: portal }
spec:
  targetRefs: [{ group: "", kind: Service, name: portal }]
  validation: { hostname: portal.default.svc, wellKnownCACertificates: System }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: istio }
spec: { controllerName: istio.io/gateway-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - name: https
      port: 443
      protocol: HTTPS
      hostname: "*.example.com"
      tls: { mode: Terminate, certificateRefs: [{ name: portal-tls }] }
      allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: metadata }
spec: { parentRefs: [{ name: public }], rules: [{ matches: [{ method: { service: ml_metadata.MetadataStoreService } }], backendRefs: [{ name: metadata, port: 8080 }] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: portal }
spec:
  parentRefs: [{ name: public, sectionName: https }]
  hostnames: [portal.example.com]
  rules: [{ matches: [{ path: { type: PathPrefix, value: / } }], backendRefs: [{ name: portal, port: 80 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: more }
spec: { parentRef: { name: public }, listeners: [{ name: more, port: 8443, protocol: TLS, tls: { mode: Passthrough } }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata: { name: certificates }
spec: { from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: ingress }], to: [{ group: "", kind: Secret }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: ssh }
spec: { parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: ssh, port: 22 }] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: broker }
spec: { parentRefs: [{ name: public }], hostnames: [broker.example.com], rules: [{ backendRefs: [{ name: broker, port: 5671 }] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: UDPRoute
metadata: { name: dns }
spec: { parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: dns, port: 53 }] }] }
---
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: { name: cluster-policy }
spec:
  operator: { runtimeClass: nvidia }
  daemonsets: { tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }] }
  dcgm: { enabled: true }
  dcgmExporter: { enabled: true, serviceMonitor: { enabled: true } }
  devicePlugin: { enabled: true, config: { name: time-slicing, default: any } }
  driver: { enabled: false }
  gfd: { enabled: true }
  nodeStatusExporter: { enabled: false }
  toolkit: { enabled: true }
  mig: { strategy: single }
---
apiVersion: nvidia.com/v1alpha1
kind: GPUCluster
metadata: { name: gpu-cluster }
spec: { draDriver: {} }
---
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: { name: t4 }
spec: { driverType: gpu, image: driver, repository: nvcr.io/nvidia, version: 580.95.05, nodeSelector: { pool: t4 } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: sign-in }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  action: CUSTOM
  provider: { name: oauth2-proxy }
  rules: [{ to: [{ operation: { hosts: [portal.example.com], notPaths: ["/oauth2/*"] } }] }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: portal }
spec: { host: portal.default.svc.cluster.local, trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, loadBalancer: { simple: LEAST_REQUEST } } }
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: headers }
spec:
  workloadSelector: { labels: { istio: ingressgateway } }
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: GATEWAY, listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager } } } }
      patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.lua, typed_config: { any: thing } } }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: mesh }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.example.com"], tls: { mode: SIMPLE, credentialName: portal-tls } }]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default }
spec: { mtls: { mode: STRICT } }
---
apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata: { name: threads }
spec: { concurrency: 2 }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  jwtRules: [{ issuer: https://sso.example.com/realms/ml, jwksUri: http://keycloak-service.sso:8080/realms/ml/protocol/openid-connect/certs, forwardOriginalToken: true, outputClaimToHeaders: [{ header: kubeflow-userid, claim: email }] }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: blob }
spec: { hosts: [account.blob.core.windows.net], location: MESH_EXTERNAL, ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default }
spec: { egress: [{ hosts: ["./*", "istio-system/*"] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: access-log }
spec: { accessLogging: [{ providers: [{ name: envoy }] }] }
---
apiVersion: extensions.istio.io/v1alpha1
kind: TrafficExtension
metadata: { name: filter }
spec: { wasm: { url: oci://registry.example.com/filter:1 } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: portal }
spec:
  hosts: [portal.example.com]
  gateways: [istio-system/mesh]
  http: [{ match: [{ uri: { prefix: / } }], route: [{ destination: { host: portal, port: { number: 80 } } }], timeout: 300s }]
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: machine }
spec: { address: 10.1.0.4, labels: { app: broker }, ports: { amqp: 5672 } }
---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: machines }
spec: { template: { serviceAccount: broker, ports: { amqp: 5672 } }, probe: { tcpSocket: { port: 5672 } } }
---
apiVersion: karpenter.azure.com/v1beta1
kind: AKSNodeClass
metadata: { name: gpu }
spec: { imageFamily: Ubuntu2404, osDiskSizeGB: 256, maxPods: 50, tags: { pool: gpu } }
---
apiVersion: karpenter.sh/v1
kind: NodeClaim
metadata: { name: gpu-1 }
spec:
  nodeClassRef: { group: karpenter.azure.com, kind: AKSNodeClass, name: gpu }
  requirements: [{ key: node.kubernetes.io/instance-type, operator: In, values: [Standard_NC4as_T4_v3] }]
---
apiVersion: karpenter.sh/v1alpha1
kind: NodeOverlay
metadata: { name: price }
spec: { requirements: [{ key: karpenter.sh/capacity-type, operator: In, values: [spot] }], priceAdjustment: "-10%" }
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: gpu }
spec:
  weight: 10
  limits: { nvidia.com/gpu: "4" }
  disruption: { consolidationPolicy: WhenEmpty, consolidateAfter: 5m, budgets: [{ nodes: "1" }] }
  template:
    spec:
      nodeClassRef: { group: karpenter.azure.com, kind: AKSNodeClass, name: gpu }
      taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }]
      requirements:
        - { key: node.kubernetes.io/instance-type, operator: In, values: [Standard_NC4as_T4_v3] }
        - { key: karpenter.sh/capacity-type, operator: In, values: [on-demand] }
      expireAfter: Never
---
apiVersion: k8s.keycloak.org/v2beta1
kind: Keycloak
metadata: { name: sso }
spec:
  instances: 2
  db: { vendor: postgres, host: keycloak-db-rw, usernameSecret: { name: keycloak-db-app, key: username }, passwordSecret: { name: keycloak-db-app, key: password } }
  http: { httpEnabled: true, httpPort: 8080 }
  hostname: { hostname: https://sso.example.com }
  proxy: { headers: xforwarded }
  ingress: { enabled: false }
  additionalOptions: [{ name: health-enabled, value: "true" }]
  resources: { requests: { cpu: "1", memory: 1500Mi } }
---
apiVersion: k8s.keycloak.org/v2beta1
kind: KeycloakRealmImport
metadata: { name: ml }
spec:
  keycloakCRName: sso
  placeholders: { CLIENT_SECRET: { secret: { name: clients, key: portal } } }
  realm: { realm: ml, enabled: true, clients: [{ clientId: portal, secret: "\${CLIENT_SECRET}", redirectUris: ["https://portal.example.com/*"] }] }
---
apiVersion: kubeflow.org/v1
kind: Notebook
metadata: { name: research }
spec:
  template:
    spec:
      containers:
        - name: research
          image: ghcr.io/kubeflow/kubeflow/notebook-servers/jupyter-pytorch-cuda-full:v1.10.0
          resources: { requests: { cpu: "2", memory: 8Gi }, limits: { nvidia.com/gpu: "1" } }
      tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]
---
apiVersion: kubeflow.org/v1alpha1
kind: PodDefault
metadata: { name: gpu }
spec:
  desc: tolerates GPU nodes
  selector: { matchLabels: { gpu: "true" } }
  tolerations: [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]
---
apiVersion: kubeflow.org/v1
kind: Profile
metadata: { name: team }
spec: { owner: { kind: User, name: ada@example.com }, resourceQuotaSpec: { hard: { requests.nvidia.com/gpu: "2" } } }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: runners }
spec: { selector: { matchLabels: { app: runner } }, podMetricsEndpoints: [{ port: metrics, interval: 30s }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: gpus }
spec: { groups: [{ name: gpus, rules: [{ alert: GpuIdle, expr: "DCGM_FI_DEV_GPU_UTIL == 0", for: 1h, labels: { severity: warning } }] }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: dcgm }
spec: { selector: { matchLabels: { app: dcgm-exporter } }, endpoints: [{ port: metrics, interval: 15s }] }
---
apiVersion: rabbitmq.com/v1beta1
kind: RabbitmqCluster
metadata: { name: broker }
spec:
  replicas: 3
  persistence: { storageClassName: managed-csi-premium, storage: 10Gi }
  resources: { requests: { cpu: "1", memory: 2Gi }, limits: { memory: 2Gi } }
  rabbitmq: { additionalPlugins: [rabbitmq_management], additionalConfig: "vm_memory_high_watermark.relative = 0.6" }
  tolerations: [{ key: CriticalAddonsOnly, operator: Exists }]
`;
