import { plural } from '../format';
import { withHost } from '../host';
import { LIMIT_OPTIONS, limitsOf, sessionsSchema } from '../sessionOptions';
import { defineVerb } from '../verb';

export const closeIdleSessionsVerb = defineVerb({
  name: 'sessions close-idle',
  operands: [],
  summary: 'Close every idle session; sending to one opens it again.',
  options: LIMIT_OPTIONS,
  schema: sessionsSchema,
  run: ({ options, terminal }) =>
    withHost({ ...options, limits: limitsOf(options) }, async ({ client }) => {
      const { closed } = await client.sessions.closeIdle({});
      terminal.print(options.json ? JSON.stringify({ closed }) : `Closed ${plural(closed, 'session')}.`);
      return 0;
    }),
});
