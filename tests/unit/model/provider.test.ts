import { expect, test } from 'vitest';
import { providerFromEnvironment } from '../../../electron/model/provider';

const API = 'https://api.anthropic.com';

test.each([
  ['nothing is a rehearsal', {}, { kind: 'rehearsal' }],
  ['blank variables are nothing', { ANTHROPIC_API_KEY: ' ', ANTHROPIC_BASE_URL: '' }, { kind: 'rehearsal' }],
  ['a key is for Anthropic', { ANTHROPIC_API_KEY: ' sk ' }, { kind: 'anthropic', baseUrl: API, apiKey: 'sk', authToken: null }],
  ['a token is for Anthropic', { ANTHROPIC_AUTH_TOKEN: 'tok' }, { kind: 'anthropic', baseUrl: API, apiKey: null, authToken: 'tok' }],
  [
    'a base URL alone may be a server without keys',
    { ANTHROPIC_BASE_URL: 'http://localhost:1234' },
    { kind: 'anthropic', baseUrl: 'http://localhost:1234', apiKey: 'no-key', authToken: null },
  ],
  [
    'a base URL with a key is that server',
    { ANTHROPIC_BASE_URL: 'http://localhost:1234', ANTHROPIC_API_KEY: 'sk' },
    { kind: 'anthropic', baseUrl: 'http://localhost:1234', apiKey: 'sk', authToken: null },
  ],
])('in the environment, %s', (_what, environment: Record<string, string>, provider) => {
  expect(providerFromEnvironment(environment)).toEqual(provider);
});
