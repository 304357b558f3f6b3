/** Where keys, tokens and passwords are looked up by name. Nothing that is read here may be stored or logged. */
export type SecretSource = { get(name: string): string | undefined };

/** What a secret can be called, so that `${secret:NAME}` can refer to it. */
export const SECRET_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
