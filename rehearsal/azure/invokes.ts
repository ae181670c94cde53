import { createHash, randomUUID } from "node:crypto";
import type { Properties } from "../provider/values";
import { secret } from "../provider/values";
import { ArmError } from "./arm-error";
import type { Cloud } from "./cloud";
import { credentialsOf } from "./kubeconfig";
import { textAt } from "./request";
import { idFrom } from "./resource-id";
import { isSimulated, tableOf } from "./schema/tables";
import { outputsOf } from "./state";
import type { ResourceRecord } from "./subscription/store";

const CLUSTER = "azure-native:containerservice:ManagedCluster";

type Invoke = (args: Properties, cloud: Cloud) => Properties;

function existing(type: string, args: Properties, cloud: Cloud): ResourceRecord {
    const table = tableOf(type);
    const id = idFrom(table, args, cloud.subscriptionId);
    const record = cloud.find(id);
    if (record !== undefined) {
        return record;
    }
    if (type === "azure-native:resources:ResourceGroup") {
        throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${textAt(args, "resourceGroupName") ?? ""}' could not be found.`);
    }
    throw new ArmError(
        404,
        "ResourceNotFound",
        `The Resource '${id.replace(/^.*\/providers\//, "")}' under resource group '${textAt(args, "resourceGroupName") ?? ""}' was not found.`,
    );
}

function sharedKey(record: ResourceRecord, which: string): string {
    return createHash("sha512").update(`${record.id} ${record.createdAt} ${which}`).digest("base64");
}

const invokes: Readonly<Record<string, Invoke>> = {
    "azure-native:authorization:getClientConfig": (_, cloud) => ({
        clientId: cloud.settings.deployer.clientId,
        objectId: cloud.settings.deployer.objectId,
        subscriptionId: cloud.subscriptionId,
        tenantId: cloud.tenantId,
    }),
    "azure-native:authorization:getClientToken": () => ({ token: secret(`rehearsal.${randomUUID()}`) }),
    "azure-native:containerservice:listManagedClusterAdminCredentials": (args, cloud) =>
        credentialsOf(existing(CLUSTER, args, cloud), cloud, true, args),
    "azure-native:containerservice:listManagedClusterUserCredentials": (args, cloud) =>
        credentialsOf(existing(CLUSTER, args, cloud), cloud, false, args),
    "azure-native:operationalinsights:getSharedKeys": (args, cloud) => {
        const record = existing("azure-native:operationalinsights:Workspace", args, cloud);
        return { primarySharedKey: secret(sharedKey(record, "1")), secondarySharedKey: secret(sharedKey(record, "2")) };
    },
    "azure-native:storage:listStorageAccountKeys": (args, cloud) => {
        const record = existing("azure-native:storage:StorageAccount", args, cloud);
        const keys = ["key1", "key2"].map((keyName) => ({
            creationTime: record.createdAt,
            keyName,
            permissions: "FULL",
            value: secret(sharedKey(record, keyName)),
        }));
        return { keys };
    },
    "azure-native:containerregistry:listRegistryCredentials": (args, cloud) => {
        const record = existing("azure-native:containerregistry:Registry", args, cloud);
        if (record.body["adminUserEnabled"] !== true) {
            throw new ArmError(
                400,
                "UnAuthorizedForCredentialOperations",
                `Cannot perform credential operations for ${record.id} as admin user is disabled. Kindly enable admin user as per docs: https://aka.ms/acr/authentication`,
            );
        }
        const passwords = ["password", "password2"].map((name) => ({ name, value: secret(sharedKey(record, name)) }));
        return { username: record.name, passwords };
    },
};

/**
 * Answers a function of the SDK: the special ones above, and `get<Type>` of every type that has a table.
 * @throws Error that says what to add for a function that is not simulated
 */
export function invoke(token: string, args: Properties, cloud: Cloud): Properties {
    const special = invokes[token];
    if (special !== undefined) {
        return special(args, cloud);
    }
    const [, module, name] = /^azure-native:(\w+):get(\w+)$/.exec(token) ?? [];
    const type = `azure-native:${module ?? ""}:${name ?? ""}`;
    if (name !== undefined && isSimulated(type)) {
        const record = existing(type, args, cloud);
        return { id: record.id, ...outputsOf(record, cloud) };
    }
    throw new Error(
        `the rehearsal does not simulate the function ${token}: add it to rehearsal/azure/invokes.ts` +
            (name === undefined ? "" : `, or the table of its type to rehearsal/azure/types/${module ?? ""}_${name}.json`),
    );
}
