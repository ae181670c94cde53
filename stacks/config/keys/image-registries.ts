import { z } from "zod";
import { REGISTRY_NAME_PATTERN } from "../../../components/image-pull-secrets/rules";
import { secretText } from "./secret-text";

const imageRegistry = z
    .strictObject({
        server: z.string().meta({ description: "Host of the registry, as images' names begin with it.", examples: ["ghcr.io"] }),
        username: z
            .string()
            .min(1)
            .meta({ description: "Name to pull with.", examples: ["contoso-bot"] }),
        password: secretText({
            description: "Password or token of that name; it needs to pull only. Running pods keep their images when it changes.",
        }),
    })
    .meta({
        description: "A registry outside Azure.",
        examples: [{ server: "ghcr.io", username: "contoso-bot", password: { secure: "v1:..." } }],
    });

export const imageRegistriesSchema = z
    .record(z.string().meta({ pattern: REGISTRY_NAME_PATTERN.source }), imageRegistry)
    .default({})
    .meta({
        description:
            "Registries outside Azure that pods pull from with a password, by name: a Secret in each namespace of the platform. Azure registries need none of this.",
        examples: [{}],
    });
