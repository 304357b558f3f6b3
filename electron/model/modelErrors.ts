import Anthropic, { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { AppError, type AppErrorCode, isAbort, isAppError } from '../../shared/lib/appError';
import type { AnthropicProvider } from './provider';

/** What the sentence of a failed request can name. */
export type FailedRequest = { readonly provider: AnthropicProvider; readonly model: string };

/** Longer answers of a server (web pages) are no help in a sentence. */
const QUOTE_LENGTH = 300;

/** Any failure of a request to the model server as a coded error whose sentence says what to do. Bugs come back as they are. */
export function toModelError(error: unknown, request: FailedRequest): unknown {
  if (isAppError(error)) return error;
  if (isAbort(error) || error instanceof Anthropic.APIUserAbortError) return abortedError();
  if (error instanceof APIConnectionTimeoutError) return timeoutError(request);
  if (error instanceof APIConnectionError) return networkError(error.cause, request);
  if (error instanceof APIError)
    return error.status === undefined ? streamedError(error, request) : statusError(error, error.status, request);
  if (error instanceof SyntaxError) return badResponse(request, 'sent an event that is not JSON');
  if (error instanceof TypeError && error.cause !== undefined) return networkError(error, request);
  return error;
}

export function abortedError(): AppError {
  return new AppError('ABORTED', 'The request to the model was stopped.');
}

export function hostOf(provider: AnthropicProvider): string {
  return URL.parse(provider.baseUrl)?.host ?? 'the configured address';
}

/** Success, but without anything that could be an answer. */
export function noAnswer(request: FailedRequest): AppError {
  return badResponse(request, 'answered without content');
}

function timeoutError(request: FailedRequest): AppError {
  return new AppError('TIMEOUT', `The model server at ${hostOf(request.provider)} did not answer in time. Try again, or check the server.`);
}

function badResponse(request: FailedRequest, what: string): AppError {
  return new AppError(
    'BAD_RESPONSE',
    `The model server at ${hostOf(request.provider)} ${what}. Check that the base URL is that of a Messages API server.`,
  );
}

/** Of the decoders and of the parser of HTTP. `Z_BUF_ERROR` is not among them: what was compressed has no end, so it was cut off. */
const NOT_DECODED = /^(?:Z_(?!BUF_ERROR)|ZSTD_|ERR__ERROR_FORMAT|HPE_)/;

/** Node puts the reason at the end of a chain of causes. */
function networkError(cause: unknown, request: FailedRequest): AppError {
  const host = hostOf(request.provider);
  const code = systemCode(cause);
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') return timeoutError(request);
  if (NOT_DECODED.test(code)) return badResponse(request, 'sent an answer that cannot be decoded');
  return new AppError('NETWORK', networkSentence(code, host), code === '' ? undefined : { code }, { cause });
}

function networkSentence(code: string, host: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${host}. Start the model server, or check ANTHROPIC_BASE_URL or Settings.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${host} cannot be found. Check the network connection, and ANTHROPIC_BASE_URL or Settings.`;
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `There is no way to ${host} from here. Check the network connection.`;
    default:
      return /CERT|SELF_SIGNED/.test(code)
        ? `The certificate of ${host} is not trusted (${code}). Check the address, or add its authority with NODE_EXTRA_CA_CERTS.`
        : `The connection to the model server at ${host} was lost. Try again.`;
  }
}

function systemCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}

/** An answer with an HTTP error status. */
function statusError(error: APIError, status: number, request: FailedRequest): AppError {
  const retryAfterMs = Math.ceil(secondsAsked(error) * 1000);
  const details = { status, ...(error.requestID ? { requestId: error.requestID } : {}), ...(retryAfterMs > 0 && { retryAfterMs }) };
  return new AppError(codeOfStatus(status), statusSentence(error, status, request), details);
}

function codeOfStatus(status: number): AppErrorCode {
  if (status === 401 || status === 403) return 'AUTHENTICATION';
  if (status === 408) return 'TIMEOUT';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 500) return 'OVERLOADED';
  return status >= 400 ? 'MODEL_REJECTED' : 'BAD_RESPONSE';
}

function statusSentence(error: APIError, status: number, request: FailedRequest): string {
  const server = `The model server at ${hostOf(request.provider)}`;
  const said = serverSaid(error, request.provider);
  switch (status) {
    case 401:
      return `${server} refused the key. Check ANTHROPIC_API_KEY or Settings.`;
    case 403:
      return `${server} does not let this key use ${request.model}${said}. Choose another model, or check ANTHROPIC_API_KEY or Settings.`;
    case 404:
      return error.type === 'not_found_error'
        ? `${server} does not know the model ${request.model}. Choose another model.`
        : `${server} answered 404 to a request for ${request.model}. Check ANTHROPIC_BASE_URL and the model.`;
    case 408:
      return `${server} gave up waiting for the request. Try again.`;
    case 413:
      return `${server} finds the conversation with ${request.model} too large. Start a new session, or ask for less.`;
    case 429:
      return `${server} limits the rate of requests${said}. ${whenToRetry(error)}`;
    default:
      if (status < 400) return `${server} answered ${status}: it is at another address. Check ANTHROPIC_BASE_URL or Settings.`;
      return status >= 500
        ? `${server} is overloaded or broken (status ${status})${said}. Try again in a while.`
        : `${server} rejected the request for ${request.model} (status ${status})${said}. Change the model or the step accordingly.`;
  }
}

/** What `retry-after` says; 0 when it says nothing in seconds. */
function secondsAsked(error: APIError): number {
  const seconds = Number.parseFloat(error.headers?.get('retry-after') ?? '');
  return seconds > 0 && Number.isFinite(seconds) ? seconds : 0;
}

function whenToRetry(error: APIError): string {
  const seconds = secondsAsked(error);
  return seconds > 0 ? `Try again in ${Math.ceil(seconds)} s.` : 'Try again in a while, or lower the concurrency.';
}

const STREAMED: Readonly<Record<string, { code: AppErrorCode; advice: string }>> = {
  overloaded_error: { code: 'OVERLOADED', advice: 'is overloaded. Try again in a while' },
  api_error: { code: 'OVERLOADED', advice: 'failed while it answered. Try again' },
  rate_limit_error: { code: 'RATE_LIMITED', advice: 'limits the rate of requests. Try again in a while' },
  timeout_error: { code: 'TIMEOUT', advice: 'took too long. Try again' },
  authentication_error: { code: 'AUTHENTICATION', advice: 'refused the key. Check ANTHROPIC_API_KEY or Settings' },
  permission_error: { code: 'AUTHENTICATION', advice: 'does not allow this to the key. Check ANTHROPIC_API_KEY or Settings' },
  invalid_request_error: { code: 'MODEL_REJECTED', advice: 'rejected the request. Change the model or the step accordingly' },
  not_found_error: { code: 'MODEL_REJECTED', advice: 'does not know the model. Choose another one' },
};

/** An `error` event in the middle of a stream, whose status was 200. */
function streamedError(error: APIError, request: FailedRequest): AppError {
  const { code, advice } = STREAMED[error.type ?? ''] ?? { code: 'BAD_RESPONSE', advice: 'broke off its answer. Try again' };
  return new AppError(code, `The model server at ${hostOf(request.provider)} ${advice}${serverSaid(error, request.provider)}.`);
}

/** The server's own words in brackets, short, on one line, and without the key should it be in them. */
function serverSaid(error: APIError, provider: AnthropicProvider): string {
  // Before it is cut: half a key at the end would not be found.
  const words = withoutKeys(error.apiMessage ?? '', provider)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, QUOTE_LENGTH);
  return words === '' ? '' : ` (“${words}”)`;
}

function withoutKeys(text: string, provider: AnthropicProvider): string {
  return [provider.apiKey, provider.authToken].filter((key) => key !== null).reduce((rest, key) => rest.replaceAll(key, '[key]'), text);
}
