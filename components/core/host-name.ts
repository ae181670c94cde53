const LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
const HOST_NAME = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)+[a-z][-a-z0-9]{0,61}[a-z0-9]$`);

/** Whether a text is a fully qualified host name in lower case: no scheme, port, wildcard or dot at the end (RFC 1123). */
export function isHostName(text: string): boolean {
    return HOST_NAME.test(text);
}

/** Whether a DNS zone holds a name: the zone's own name, or one below it. */
export function zoneHolds(zone: string, host: string): boolean {
    const [outer, inner] = [zone.toLowerCase(), host.toLowerCase()];
    return inner === outer || inner.endsWith(`.${outer}`);
}

/** Names that nobody owns (RFC 2606 and RFC 6761): for documents, tests, and what must never resolve. */
const EXAMPLE_HOST = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/;

/** Whether a name is reserved for examples, so that no certificate and no public record can be had for it. */
export function isExampleHost(host: string): boolean {
    return EXAMPLE_HOST.test(host);
}

/** Whether a text is an HTTPS address of a named host, without credentials, query or fragment. */
export function isHttpsUrl(text: string): boolean {
    if (!URL.canParse(text) || /[\s?#@]/.test(text)) {
        return false;
    }
    const { protocol, hostname } = new URL(text);
    return protocol === "https:" && isHostName(hostname);
}

/** Whether a text has the form of an e-mail address. */
export function isEmail(text: string): boolean {
    const [name = "", domain = "", ...more] = text.split("@");
    return more.length === 0 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/.test(name) && isHostName(domain.toLowerCase());
}
