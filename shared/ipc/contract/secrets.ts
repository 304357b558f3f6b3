import { z } from 'zod';
import { command, of, query } from '../define';

/** Secrets go to the host and never come back: a window only learns which are set. */
export type SecretsState = {
  /** How they are kept: with a key of the operating system's keychain, or in a file that only its owner may read. */
  readonly protection: 'keychain' | 'file';
  /** `isReadable`: false when another program of Stepgraph's encrypted it and this one has no access to the keychain. */
  readonly secrets: readonly { readonly name: string; readonly isReadable: boolean }[];
};

/** Where a part of the provider's settings comes from; the environment wins. */
export type SettingSource = 'environment' | 'settings';

export type ProviderState = {
  readonly kind: 'anthropic' | 'rehearsal';
  readonly key: SettingSource | 'unreadable' | null;
  /** Without user name and password, should it have any. */
  readonly baseUrl: { readonly value: string; readonly source: SettingSource } | null;
};

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'A name begins with a letter and has letters, digits and underscores.');
const value = z.string().trim().min(1).max(20_000);
const address = value.refine(
  (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
  'Give an address that begins with http:// or https://.',
);

export const secretsContract = {
  list: query(z.object({}), of<SecretsState>()),
  set: command(z.object({ name, value }), of<SecretsState>()),
  remove: command(z.object({ name }), of<SecretsState>()),
  provider: query(z.object({}), of<ProviderState>()),
  /** `null` removes; what is left out stays. */
  saveProvider: command(z.object({ key: value.nullable().optional(), baseUrl: address.nullable().optional() }), of<ProviderState>()),
};
