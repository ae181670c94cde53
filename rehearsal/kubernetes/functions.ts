import { parseAllDocuments } from "yaml";
import { isObject, plain, type Properties, type Value } from "../provider/values";

/** The functions of the provider. `yaml:decode` serves the older YAML components, which register their objects from the program. */
export function invoke(token: string, args: Properties): Properties {
    if (token !== "kubernetes:yaml:decode") {
        throw new Error(
            `the simulated kubernetes provider has no function ${token}: charts and kustomizations cannot be rendered without their tools; ` +
                "use a typed resource, or extend rehearsal/kubernetes/functions.ts",
        );
    }
    const { text, defaultNamespace } = plain(args);
    const documents = parseAllDocuments(typeof text === "string" ? text : "");
    const result = documents.flatMap((document): Value[] => {
        const error = document.errors[0];
        if (error !== undefined) {
            throw new Error(`yaml: ${error.message}`);
        }
        const object: unknown = document.toJS();
        return isObject(object) ? [withNamespace(object, defaultNamespace)] : [];
    });
    return { result };
}

function withNamespace(object: Properties, namespace: Value | undefined): Properties {
    const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
    return typeof namespace !== "string" || namespace === "" ? object : { ...object, metadata: { namespace, ...metadata } };
}
