import { plural } from '../format';
import { withHost } from '../host';
import { LIMIT_OPTIONS, limitsOf, sessionsSchema } from '../sessionOptions';
import { defineVerb } from '../verb';

export const sessionStatsVerb = defineVerb({
  name: 'sessions stats',
  operands: [],
  summary: 'Count the sessions: all, active, idle and closed.',
  options: LIMIT_OPTIONS,
  schema: sessionsSchema,
  run: ({ options, terminal }) =>
    withHost({ ...options, limits: limitsOf(options) }, async ({ client }) => {
      const stats = await client.sessions.stats({});
      if (options.json) terminal.print(JSON.stringify(stats, null, 2));
      else terminal.print(`${plural(stats.total, 'session')}: ${stats.active} active, ${stats.idle} idle, ${stats.closed} closed`);
      return 0;
    }),
});
