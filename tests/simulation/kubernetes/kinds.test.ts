import { definitionsOfRelease, knownReleases } from "../../../rehearsal/kubernetes/definitions/facts";
import { resourceName } from "../../../rehearsal/kubernetes/kinds";

describe("the name of a kind in paths and errors", () => {
    it.each([
        ["v1", "Pod", "pods"],
        ["v1", "Endpoints", "endpoints"],
        ["discovery.k8s.io/v1", "EndpointSlice", "endpointslices.discovery.k8s.io"],
        ["networking.k8s.io/v1", "Ingress", "ingresses.networking.k8s.io"],
        ["networking.k8s.io/v1", "NetworkPolicy", "networkpolicies.networking.k8s.io"],
        ["scheduling.k8s.io/v1", "PriorityClass", "priorityclasses.scheduling.k8s.io"],
        ["gateway.networking.k8s.io/v1", "Gateway", "gateways.gateway.networking.k8s.io"],
        ["source.toolkit.fluxcd.io/v1", "GitRepository", "gitrepositories.source.toolkit.fluxcd.io"],
        ["example.org/v1", "ApiKey", "apikeys.example.org"],
        ["example.org/v1", "Mesh", "meshes.example.org"],
        ["example.org/v1", "Switch", "switches.example.org"],
        ["example.org/v1", "Quartz", "quartzes.example.org"],
        ["example.org/v1", "Path", "paths.example.org"],
    ])("of %s %s is %s", (apiVersion, kind, expected) => {
        expect(resourceName(apiVersion, kind)).toBe(expected);
    });

    it("is, for every kind that a chart or a manifest is known to bring, that of its definition", () => {
        const known = knownReleases().flatMap(definitionsOfRelease);
        expect(known.map(({ group, kind }) => resourceName(`${group}/v1`, kind))).toEqual(known.map(({ name }) => name));
    });
});
