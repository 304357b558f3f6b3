/** Where keys, tokens and passwords are looked up by name. Nothing that is read here may be stored or logged. */
export type SecretSource = { get(name: string): string | undefined };

/** What a secret can be called, so that `${secret:NAME}` can refer to it. */
export const SECRET_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export type StoredSecret = {
  readonly name: string;
  /** False when the operating system's keychain has it and this process, or this person, has no access to that. */
  readonly isReadable: boolean;
};

/** Secrets of the person, outside of the database: it is copied, backed up and sent to others. */
export type SecretStore = SecretSource & {
  /** How new secrets are kept: encrypted with a key of the operating system's keychain, or in a file that only its owner may read. */
  readonly protection: 'keychain' | 'file';
  list(): readonly StoredSecret[];
  /** `null` removes it. Resolves when it can no longer be lost. `INVALID_INPUT` for a name that could not be referred to. */
  set(name: string, value: string | null): Promise<void>;
};

/** Encrypts with a key that the operating system keeps. */
export type SecretCipher = {
  encrypt(text: string): Promise<string>;
  /** `isStale`: the key has changed meanwhile, so it should be encrypted anew. Rejects when it can't be decrypted here. */
  decrypt(text: string): Promise<{ readonly text: string; readonly isStale: boolean }>;
};
