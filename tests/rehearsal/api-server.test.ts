import { type ApiCluster, startApiCluster } from "../support/api-cluster";
import { openTestPlanes, type TestPlanes } from "../support/control-planes";
import { objectTests } from "./api-server/objects";
import { programTests } from "./api-server/programs";
import { waitTests } from "./api-server/waits";

jest.setTimeout(300_000);

/** One cluster for all of them: starting one takes longer than most of what is asked of it. */
describe("the kubernetes provider over an API server", () => {
    let planes: TestPlanes;
    let cluster: ApiCluster;

    beforeAll(async () => {
        planes = await openTestPlanes();
        cluster = await startApiCluster(planes, "demo");
    });
    afterAll(async () => {
        await cluster.close();
        await planes.close();
    });

    objectTests(() => cluster);
    waitTests(() => cluster);
    programTests(() => cluster);
});
