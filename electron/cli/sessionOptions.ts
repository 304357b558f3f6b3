import { z } from 'zod';
import { parseDuration } from '../../shared/lib/duration';
import { SESSION_STATES } from '../../shared/session/session';
import type { SessionManagerOptions } from '../sessions/sessionManager';
import { commonSchema, wholeNumber } from './options';
import type { OptionSpec } from './verb';

/** The limits of the session manager, for one command; Settings say what they are otherwise. */
export const LIMIT_OPTIONS: { readonly [name: string]: OptionSpec } = {
  'idle-timeout': { type: 'string', value: 'TIME', help: 'not used for so long, a session is idle (30m)' },
  'max-sessions': { type: 'string', value: 'N', help: 'beyond it the oldest closed and idle sessions go' },
  'max-concurrent-active': { type: 'string', value: 'N', help: 'turns and steps that go on at the same time' },
  'cleanup-interval': { type: 'string', value: 'TIME', help: 'how often old sessions are looked for (5m)' },
};

const EXAMPLES = '500ms, 30s, 5m, 1h or 7d';
const duration = z
  .string()
  .transform((text, context) => {
    try {
      return parseDuration(text);
    } catch {
      context.addIssue({ code: 'custom', message: `give a whole number and a unit: ${EXAMPLES}` });
      return z.NEVER;
    }
  })
  .pipe(z.number().min(1, `give a time above 0: ${EXAMPLES}`));

export const limitShape = {
  'idle-timeout': duration.optional(),
  'max-sessions': wholeNumber(1, 1_000_000).optional(),
  'max-concurrent-active': wholeNumber(1, 64).optional(),
  'cleanup-interval': duration.optional(),
};

export const sessionsSchema = commonSchema.extend(limitShape);

export const sessionState = z.enum(SESSION_STATES, { error: `give one of ${SESSION_STATES.join(', ')}` });

/** The limits given, by the names the session manager has for them. */
export function limitsOf(
  options: {
    readonly [option in keyof typeof limitShape]?: number | undefined;
  },
): Partial<SessionManagerOptions> {
  const limits = {
    idleTimeoutMs: options['idle-timeout'],
    maxSessions: options['max-sessions'],
    maxConcurrentActive: options['max-concurrent-active'],
    cleanupIntervalMs: options['cleanup-interval'],
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
