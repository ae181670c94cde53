/**
 * What a description ends with where this version has a key and its rules, but nothing that makes it. The rule `config/not-built` refuses
 * it, and a test compares the two.
 */
export const NOT_BUILT = "Not built by this version, which refuses it.";

/** The same for a key of which only `none` is built: whoever hovers over it need not try the kinds. */
export const NONE_ONLY = "This version builds `none` only.";
