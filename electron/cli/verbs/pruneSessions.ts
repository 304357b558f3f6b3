import { z } from 'zod';
import { plainText } from '../../../shared/lib/plainText';
import { formatTable, plural } from '../format';
import { withHost } from '../host';
import { LIMIT_OPTIONS, limitsOf, sessionState, sessionsSchema } from '../sessionOptions';
import { sessionRows } from '../sessionRows';
import { defineVerb } from '../verb';

const MOST_SHOWN = 1000;

export const pruneSessionsVerb = defineVerb({
  name: 'sessions prune',
  operands: [],
  summary: 'Delete old sessions: by status, by age, or both; never one that is in use.',
  options: {
    status: { type: 'string', value: 'S', help: 'active, idle or closed' },
    'older-than': { type: 'string', value: 'TIME', help: 'last used longer ago: 30m, 1h, 7d' },
    'dry-run': { type: 'boolean', help: 'only show what would go' },
    ...LIMIT_OPTIONS,
  },
  schema: sessionsSchema.extend({
    status: sessionState.optional(),
    'older-than': z.string().optional(),
    'dry-run': z.boolean().default(false),
  }),
  run: ({ options, terminal }) =>
    withHost({ ...options, limits: limitsOf(options) }, async ({ client }) => {
      const filter = { status: options.status, olderThan: options['older-than'] };
      if (options['dry-run']) {
        const { sessions, damaged, total } = await client.sessions.prunePreview({ ...filter, limit: MOST_SHOWN });
        if (options.json) terminal.print(JSON.stringify(sessions, null, 2));
        else if (sessions.length > 0) terminal.print(formatTable(...sessionRows(sessions)));
        for (const id of damaged) terminal.note(plainText(`Session ${id} is damaged and cannot be shown. It would be deleted, too.`));
        terminal.note(`${plural(total, 'session')} would be deleted.`);
        return 0;
      }
      const { deleted } = await client.sessions.prune(filter);
      terminal.print(options.json ? JSON.stringify({ deleted }) : `Deleted ${plural(deleted, 'session')}.`);
      return 0;
    }),
});
