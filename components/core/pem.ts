/** What a text in PEM form holds, by its armour: the certificates themselves are for the server to read. */
export function pemContents(text: string): "certificate" | "private-key" | "other" {
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
        return "private-key";
    }
    return /^\s*-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(text) ? "certificate" : "other";
}
