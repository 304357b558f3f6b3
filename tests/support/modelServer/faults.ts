import type { StreamEvent } from '../../../electron/model/rehearsal/messageStream';
import { message, type Reply } from './reply';

/** Each makes a reply go wrong in one way; they combine. */

const EMPTY = message([]);

/** An error by status, in the API's shape. */
export function httpError(status: number, type: string, words: string, headers: { readonly [name: string]: string } = {}): Reply {
  return {
    ...EMPTY,
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ type: 'error', error: { type, message: words } }),
  };
}

export function rateLimited(retryAfterSeconds?: number): Reply {
  return httpError(
    429,
    'rate_limit_error',
    'Slow down',
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

export const overloaded = (): Reply => httpError(529, 'overloaded_error', 'Overloaded');
export const serverError = (): Reply => httpError(500, 'api_error', 'Internal server error');
export const unauthorized = (): Reply => httpError(401, 'authentication_error', 'invalid x-api-key');
export const unknownModel = (model: string): Reply => httpError(404, 'not_found_error', `model: ${model}`);

/** What a base URL gets that points at a web site. */
export function webPage(status = 200): Reply {
  return { ...EMPTY, status, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>It works</title>' };
}

/** The connection is reset after `bytes` bytes of the body. */
export const cutAfter = (reply: Reply, bytes: number): Reply => ({ ...reply, cutAfter: bytes });
/** The answer ends in good order after `bytes` bytes of the body, as behind a proxy that gives up. */
export const endedAfter = (reply: Reply, bytes: number): Reply => ({ ...reply, endAfter: bytes });
/** The connection is closed without a word. */
export const hungUp = (): Reply => ({ ...EMPTY, hangUp: true });
/** Nothing follows after `bytes` bytes of the body, and the connection stays open. */
export const stalledAfter = (reply: Reply, bytes: number): Reply => ({ ...reply, stallAfter: bytes });
/** Comes in chunks of `size` bytes, so that lines, events and characters are split. */
export const dripped = (reply: Reply, size = 1): Reply => ({ ...reply, chunkSize: size });
/** Comes an event at a time, with pauses between them. */
export const paced = (reply: Reply, pauseMs: number): Reply => ({ ...reply, pauseMs });
export const gzipped = (reply: Reply): Reply => ({ ...reply, gzip: true });
/** Nothing is sent before `until` resolves. */
export const held = (reply: Reply, until: Promise<unknown>): Reply => ({ ...reply, until });
export const stopping = (reply: Reply, stopReason: string): Reply => ({ ...reply, stopReason });

/** Without the events of a type. */
export function omitting(reply: Reply, type: string): Reply {
  return edited(reply, (events) => events.filter((event) => event.type !== type));
}

/** With every event of a type sent twice. */
export function repeating(reply: Reply, type: string): Reply {
  return edited(reply, (events) => events.flatMap((event) => (event.type === type ? [event, event] : [event])));
}

/** With `extra` after the first `count` events. */
export function inserting(reply: Reply, count: number, ...extra: readonly StreamEvent[]): Reply {
  return edited(reply, (events) => [...events.slice(0, count), ...extra, ...events.slice(count)]);
}

/** Breaks off with an `error` event after `count` events. */
export function failingAfter(reply: Reply, count: number, type: string, words = 'Something failed'): Reply {
  return edited(reply, (events) => [...events.slice(0, count), { type: 'error', error: { type, message: words } }]);
}

/** Ends in good order after `count` events. */
export function endingAfter(reply: Reply, count: number): Reply {
  return edited(reply, (events) => events.slice(0, count));
}

/** An event that is not JSON. */
export function malformed(): Reply {
  return { ...EMPTY, headers: { 'content-type': 'text/event-stream' }, body: 'event: message_start\ndata: {"type":"message_start",\n\n' };
}

function edited(reply: Reply, change: (events: readonly StreamEvent[]) => readonly StreamEvent[]): Reply {
  const before = reply.edit ?? ((events) => events);
  return { ...reply, edit: (events) => change(before(events)) };
}
