import { afterAll, beforeAll, expect } from 'vitest';
import { createModelClient, type ModelClientOptions } from '../../../electron/model/anthropic';
import type { ModelReply } from '../../../electron/sessions/ports';
import { AppError } from '../../../shared/lib/appError';
import { modelRequest } from '../../support/modelServer/modelRequest';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import { message, type Reply, textBlock, toolUseBlock } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';

/** Must be shown in no message, whatever goes wrong. */
export const KEY = 'sk-ant-very-secret';

/** A reply of words of several bytes a letter and of a call. */
export const TWO_BLOCKS = message([textBlock('Grüße 👋'), toolUseBlock('read', { file_path: 'süß.md' })]);

/** For the tests of a file: none of them may leave a rejection that nobody handles. */
export function expectNoUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => unhandled.push(reason);
  beforeAll(() => {
    process.on('unhandledRejection', remember);
  });
  afterAll(() => {
    process.off('unhandledRejection', remember);
    expect(unhandled).toEqual([]);
  });
}

/** A client that tries once, with the key that must not be shown. */
export function clientOf(server: Pick<ModelServer, 'url'>, options: Partial<ModelClientOptions> = {}) {
  return createModelClient({
    provider: () => ({ kind: 'anthropic', baseUrl: server.url, apiKey: KEY, authToken: null }),
    maxRetries: 0,
    stallTimeoutMs: 5000,
    ...options,
  });
}

/** The reply, or the failure, to one request. */
export async function outcome(server: Pick<ModelServer, 'url'>, options: Partial<ModelClientOptions> = {}): Promise<ModelReply | unknown> {
  return clientOf(server, options)
    .reply(modelRequest(), () => undefined, AbortSignal.timeout(20_000))
    .catch((error: unknown) => error);
}

/** The failure, which must be coded and keep the key to itself, of one request to a server by this script. */
export async function failureOf(script: Script | Reply, options: Partial<ModelClientOptions> = {}) {
  await using server = await startModelServer({ script });
  const error = await outcome(server, options);
  if (!(error instanceof AppError)) throw new Error('Expected a coded failure', { cause: error });
  const shown = `${error.message}${JSON.stringify(error.details)}${String(error.cause)}${error.stack}`;
  expect(shown).not.toContain(KEY);
  return { code: error.code, message: error.message.replaceAll(new URL(server.url).host, 'HOST'), details: error.details };
}
