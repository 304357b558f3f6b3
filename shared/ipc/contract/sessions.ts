import { z } from 'zod';
import type { Checkpoint, Message, Session, SessionStateName } from '../../session/session';
import { command, of, query, stream } from '../define';

export type SessionSummary = Pick<
  Session,
  'id' | 'title' | 'createdAt' | 'lastActiveAt' | 'messageCount' | 'usage' | 'costUsd' | 'metadata'
> & {
  readonly state: SessionStateName;
  readonly model: string | null;
  readonly rehearsal: boolean;
};

const id = z.string().min(1).max(64);

export const sessionsContract = {
  list: query(
    z.object({
      search: z.string().default(''),
      runId: z.string().optional(),
      limit: z.number().int().min(1).max(1000).default(200),
      offset: z.number().int().min(0).default(0),
    }),
    of<{ readonly sessions: readonly SessionSummary[]; readonly total: number }>(),
  ),
  get: query(z.object({ id }), of<Session & { readonly state: SessionStateName }>()),
  /** The conversation that ends at the session's head, oldest first. */
  conversation: query(z.object({ id }), of<readonly Message[]>()),
  checkpoints: query(z.object({ id }), of<readonly Checkpoint[]>()),
  stats: query(z.object({}), of<{ readonly total: number; readonly active: number; readonly idle: number; readonly closed: number }>()),
  delete: command(z.object({ ids: z.array(id).min(1).max(1000) }), of<{ readonly deleted: number }>()),
  changes: stream(z.object({}), of<{ readonly at: string }>()),
};
