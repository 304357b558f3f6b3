import type { ProviderState } from '../../shared/ipc/contract/secrets';
import { type ProviderSource, providerFromEnvironment } from '../model/provider';
import { blackenFromNowOn } from '../platform/redact';
import type { SecretSource, SecretStore } from '../platform/secrets';

type Environment = { readonly [name: string]: string | undefined };

/** What Settings can say of the provider, under the names by which the environment says it. */
const KEY = 'ANTHROPIC_API_KEY';
const TOKEN = 'ANTHROPIC_AUTH_TOKEN';
const BASE_URL = 'ANTHROPIC_BASE_URL';
const PROVIDER_NAMES: ReadonlySet<string> = new Set([KEY, TOKEN, BASE_URL]);

export type ProviderSettings = {
  /** Asked again for every request. */
  readonly provider: ProviderSource;
  state(): ProviderState;
  save(change: { readonly key?: string | null | undefined; readonly baseUrl?: string | null | undefined }): Promise<void>;
};

/** The provider by the environment and, for what that leaves out, by Settings. */
export function createProviderSettings(environment: Environment, secrets: SecretStore): ProviderSettings {
  const inEnvironment = (name: string) => (environment[name]?.trim() ? environment[name] : undefined);
  for (const name of [KEY, TOKEN]) blackenFromNowOn(inEnvironment(name) ?? '');
  // A key in the environment is not to be joined by another one from Settings, which would win over a token.
  const hasKey = () => inEnvironment(KEY) !== undefined || inEnvironment(TOKEN) !== undefined;
  const provider = () =>
    providerFromEnvironment({
      [KEY]: hasKey() ? inEnvironment(KEY) : secrets.get(KEY),
      [TOKEN]: inEnvironment(TOKEN),
      [BASE_URL]: inEnvironment(BASE_URL) ?? secrets.get(BASE_URL),
    });
  const stored = (name: string) => secrets.list().find((secret) => secret.name === name);
  return {
    provider,
    state() {
      const inSettings = stored(KEY);
      const baseUrl = inEnvironment(BASE_URL) ?? secrets.get(BASE_URL);
      return {
        kind: provider().kind,
        key: hasKey() ? 'environment' : inSettings ? (inSettings.isReadable ? 'settings' : 'unreadable') : null,
        baseUrl:
          baseUrl === undefined
            ? null
            : { value: withoutCredentials(baseUrl), source: inEnvironment(BASE_URL) ? 'environment' : 'settings' },
      };
    },
    async save({ key, baseUrl }) {
      if (key !== undefined) await secrets.set(KEY, key);
      if (baseUrl !== undefined) await secrets.set(BASE_URL, baseUrl);
    },
  };
}

/** An address as it may be shown. */
export function withoutCredentials(address: string): string {
  const url = URL.parse(address);
  if (!url || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

/** The secrets that definitions may refer to: all but the provider's, which no server has any business with. */
export function secretsForServers(stored: SecretSource, given: SecretSource | undefined): SecretSource {
  return { get: (name) => (isProviderSecret(name) ? undefined : (given?.get(name) ?? stored.get(name))) };
}

export function isProviderSecret(name: string): boolean {
  return PROVIDER_NAMES.has(name.toUpperCase());
}
