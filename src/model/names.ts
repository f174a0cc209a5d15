// How datasets and shops may be called.

/** 1 to 63 lower-case letters, digits, `-` or `_`, beginning with a letter or digit. */
export const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
