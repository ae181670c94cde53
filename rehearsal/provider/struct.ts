import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties, Value } from "./values";

/** The property map of a message; an absent one is empty. Secret, output and unknown markers stay as they are. */
export function toProperties(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : struct.toJavaScript();
}

/** The message form of a property map. What is `undefined` is left out, since protobuf has no such value. */
export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(withoutUndefined(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

function withoutUndefined(value: Value): Value {
    if (Array.isArray(value)) {
        return value.map((element: Value | undefined) => (element === undefined ? null : withoutUndefined(element)));
    }
    if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value as Record<string, Value | undefined>);
        return Object.fromEntries(
            entries.flatMap(([key, element]) => (element === undefined ? [] : [[key, withoutUndefined(element)] as const])),
        );
    }
    return value;
}
