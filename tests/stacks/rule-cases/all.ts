import type { RuleId } from "../../../stacks/config/rules/rule-table";
import { CLUSTER_CASES } from "./cluster-data";
import { ENVIRONMENT_CASES } from "./environment-data";
import { FILE_CASES } from "./file-data";
import { FORM_CASES } from "./form-data";
import { LAYER_CASES } from "./layer-data";
import { NETWORK_CASES } from "./network-data";
import { NODE_SCALING_CASES } from "./node-scaling-data";
import { OPERATOR_CASES } from "./operator-data";
import { PLATFORM_CASES } from "./platform-data";
import { POOL_CASES } from "./pool-data";
import type { RuleCase } from "./rule-case";

/** A row for every rule: one without does not compile. */
export const RULE_CASES: Readonly<Record<RuleId, RuleCase>> = {
    ...FORM_CASES,
    ...ENVIRONMENT_CASES,
    ...NETWORK_CASES,
    ...CLUSTER_CASES,
    ...POOL_CASES,
    ...NODE_SCALING_CASES,
    ...PLATFORM_CASES,
    ...OPERATOR_CASES,
    ...FILE_CASES,
    ...LAYER_CASES,
};
