import { z } from 'zod';
import type { Json } from '../lib/json';

/**
 * What travels over a port. The caller greets first and the host answers; from then on the caller sends `call`, `cancel` and `more`, the host
 * `result`, `error`, `item` and `end`. Ids are the caller's and are never used twice on one port.
 */

/** Raised when an older side could misread a newer one. Ends that disagree part at once and say so. */
export const PROTOCOL_VERSION = 1;

/** Items of one stream that may be on their way before the caller has taken any: what a slow reader costs in memory. */
export const STREAM_WINDOW = 64;

const id = z.int().positive();
const hello = z.object({ kind: z.literal('hello'), version: z.int() });

export const callerMessageSchema = z.discriminatedUnion('kind', [
  hello,
  z.object({ kind: z.literal('call'), id, path: z.string().max(128), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id }),
  /** The reader has taken `count` items and has room for as many again. */
  z.object({ kind: z.literal('more'), id, count: z.int().positive().max(STREAM_WINDOW) }),
]);
export type CallerMessage = z.infer<typeof callerMessageSchema>;

const wireError = z.object({ code: z.string(), message: z.string(), details: z.custom<Json>().optional() });

export const hostMessageSchema = z.discriminatedUnion('kind', [
  hello,
  z.object({ kind: z.literal('result'), id, value: z.unknown() }),
  z.object({ kind: z.literal('error'), id, error: wireError }),
  z.object({ kind: z.literal('item'), id, value: z.unknown() }),
  z.object({ kind: z.literal('end'), id }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;
