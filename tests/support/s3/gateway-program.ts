import { findGateway } from "../../../rehearsal/services/versitygw";

const found = findGateway();
if (found === undefined) {
    console.warn('Left out, since versitygw is not on this machine ("npm run rehearse -- build" builds it where there is Go).');
}

/** File of versitygw; empty where tests with it are left out. `make rehearsals` builds it before. */
export const gatewayProgram = found ?? "";
export const describeGateway = found === undefined ? describe.skip : describe;
export const itWithGateway = found === undefined ? it.skip : it;
