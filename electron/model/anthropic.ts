import Anthropic from '@anthropic-ai/sdk';
import { AppError } from '../../shared/lib/appError';
import type { ModelClient, ModelReply, ModelRequest, ReplySpending } from '../sessions/ports';
import { MessageFold } from './messageFold';
import { messageParams } from './messageRequest';
import { abortedError, noAnswer, toModelError } from './modelErrors';
import { createModelFetch, type Fetch } from './modelFetch';
import { type AnthropicProvider, DEFAULT_BASE_URL, type ProviderSource } from './provider';
import { createRehearsalFetch } from './rehearsal/rehearsalFetch';

export type ModelClientOptions = {
  readonly provider: ProviderSource;
  /** How often the SDK repeats a request that failed before its answer began. */
  readonly maxRetries?: number;
  /** A server silent for so long has failed. */
  readonly stallTimeoutMs?: number;
  /** Pause between the pieces of text of a rehearsal, so that people can see it work. */
  readonly rehearsalPaceMs?: number;
};

const MAX_RETRIES = 2;
const STALL_TIMEOUT_MS = 120_000;
const REHEARSAL_PACE_MS = 15;

/** After its last event a server gets this long to end the answer, so that the connection can be used again. */
const END_GRACE_MS = 1000;

const REHEARSAL: AnthropicProvider = { kind: 'anthropic', baseUrl: 'http://rehearsal.invalid', apiKey: 'rehearsal', authToken: null };

/** The one way to a model: the Anthropic SDK's streaming, against a server or, for rehearsals, against an answer in process. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const stallTimeoutMs = options.stallTimeoutMs ?? STALL_TIMEOUT_MS;
  const connect = (provider: AnthropicProvider, fetch: Fetch): Connection => ({
    client: new Anthropic({
      apiKey: provider.apiKey,
      authToken: provider.apiKey === null ? provider.authToken : null,
      baseURL: provider.baseUrl,
      maxRetries: options.maxRetries ?? MAX_RETRIES,
      timeout: stallTimeoutMs,
      fetch,
      logLevel: 'off',
      openTelemetry: false,
    }),
    provider,
    cachesPrompts: URL.parse(provider.baseUrl)?.host === new URL(DEFAULT_BASE_URL).host,
  });
  const fetch = createModelFetch(stallTimeoutMs);
  const server = rememberLast((provider: AnthropicProvider) => connect(usableProvider(provider), fetch));
  const rehearsal = connect(REHEARSAL, createRehearsalFetch({ paceMs: options.rehearsalPaceMs ?? REHEARSAL_PACE_MS }));

  return {
    async reply(request, onText, signal, onSpent) {
      const connection = request.provider === 'rehearsal' ? rehearsal : server(givenProvider(options.provider()));
      try {
        return await streamReply(connection, request, onText, signal, onSpent);
      } catch (error) {
        throw signal.aborted ? abortedError() : toModelError(error, { provider: connection.provider, model: request.model });
      }
    },
  };
}

/** A client, and what it is for. */
type Connection = { readonly client: Anthropic; readonly provider: AnthropicProvider; readonly cachesPrompts: boolean };

async function streamReply(
  { client, provider, cachesPrompts: cachePrompt }: Connection,
  request: ModelRequest,
  onText: (delta: string) => void,
  signal: AbortSignal,
  onSpent: ((soFar: ReplySpending) => void) | undefined,
): Promise<ModelReply> {
  const { data: stream, response } = await client.messages.create(messageParams(request, { cachePrompt }), { signal }).withResponse();
  // As with status 204. The SDK would say that this program is wrong.
  if (response.body === null) throw noAnswer({ provider, model: request.model });
  const fold = new MessageFold(request.model, onText, onSpent);
  const events = stream[Symbol.asyncIterator]();
  let hasEnded = false;
  try {
    while (!fold.isComplete && !hasEnded) {
      const { done, value } = await events.next();
      if (done) hasEnded = true;
      else fold.push(value);
    }
    hasEnded ||= await hasEndedSoon(events);
  } finally {
    if (!hasEnded) stream.controller.abort();
  }
  if (signal.aborted && !fold.isComplete) throw abortedError();
  return fold.finish({ isEventStream: response.headers.get('content-type')?.startsWith('text/event-stream') ?? false });
}

/** Waits for the end of an answer that is already whole; what goes wrong from here on is of no account. */
async function hasEndedSoon(events: AsyncIterator<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, END_GRACE_MS, false);
  });
  const end = events.next().then(
    ({ done }) => done === true,
    () => false,
  );
  const hasEnded = await Promise.race([end, grace]);
  clearTimeout(timer);
  return hasEnded;
}

function givenProvider(provider: ReturnType<ProviderSource>): AnthropicProvider {
  if (provider.kind === 'anthropic') return provider;
  throw new AppError(
    'AUTHENTICATION',
    'There is no key for a model server. Set ANTHROPIC_API_KEY or enter a key in Settings, or rehearse instead.',
  );
}

function usableProvider(provider: AnthropicProvider): AnthropicProvider {
  if (!/^https?:$/.test(URL.parse(provider.baseUrl)?.protocol ?? '')) {
    throw new AppError('INVALID_INPUT', 'The base URL of the model server is not a web address. Check ANTHROPIC_BASE_URL or Settings.');
  }
  // Refused here because the platform's own complaint about such a header quotes the key.
  if (!/^[\x21-\x7e]+$/.test(provider.apiKey ?? provider.authToken ?? '')) {
    throw new AppError(
      'AUTHENTICATION',
      'The key of the model server contains characters that no key has. Check ANTHROPIC_API_KEY or Settings.',
    );
  }
  return provider;
}

/** Keeps the connection to the provider in use: its client holds the SDK's settings, and these change only when Settings do. */
function rememberLast(connect: (provider: AnthropicProvider) => Connection): (provider: AnthropicProvider) => Connection {
  let last: Connection | undefined;
  return (provider) => {
    if (!last || !isSame(last.provider, provider)) last = connect(provider);
    return last;
  };
}

function isSame(one: AnthropicProvider, other: AnthropicProvider): boolean {
  return one.baseUrl === other.baseUrl && one.apiKey === other.apiKey && one.authToken === other.authToken;
}
