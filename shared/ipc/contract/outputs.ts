import { z } from 'zod';
import type { KeptOutput } from '../../session/toolOutput';
import { of, query } from '../define';

const sessionId = z.string().min(1).max(64);
const callId = z.string().min(1).max(200);

/** Whole outputs of tool calls that were too long for the model. */
export const outputsContract = {
  /** Those of a session, oldest first. */
  list: query(z.object({ sessionId }), of<readonly KeptOutput[]>()),
  /** Nothing where the model was given all there was. */
  get: query(z.object({ sessionId, callId }), of<KeptOutput | null>()),
  /** The text of one part, counted from 0: at most 256 Ki characters. */
  part: query(z.object({ sessionId, callId, part: z.number().int().min(0) }), of<string>()),
};
