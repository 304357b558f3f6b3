/** Where model requests go, and with which key. */
export type AnthropicProvider = {
  readonly kind: 'anthropic';
  readonly baseUrl: string;
  /** Wins over `authToken`. */
  readonly apiKey: string | null;
  readonly authToken: string | null;
};

export type Provider = AnthropicProvider | { readonly kind: 'rehearsal' };

/** Asked again for every request, so that a key typed into Settings holds from the next turn on. */
export type ProviderSource = () => Provider;

export const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** A local server of the Messages API may want no key, but the protocol has a place for one. */
const PLACEHOLDER_KEY = 'no-key';

/** A key or a base URL in the environment means the real API; neither means rehearsal. Blank variables count as unset. */
export function providerFromEnvironment(environment: { readonly [name: string]: string | undefined }): Provider {
  const apiKey = given(environment.ANTHROPIC_API_KEY);
  const authToken = given(environment.ANTHROPIC_AUTH_TOKEN);
  const baseUrl = given(environment.ANTHROPIC_BASE_URL);
  if (apiKey === null && authToken === null && baseUrl === null) return { kind: 'rehearsal' };
  return {
    kind: 'anthropic',
    baseUrl: baseUrl ?? DEFAULT_BASE_URL,
    apiKey: apiKey ?? (authToken === null ? PLACEHOLDER_KEY : null),
    authToken,
  };
}

function given(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
