import { z } from 'zod';
import { plainText } from '../../../shared/lib/plainText';
import { formatTable } from '../format';
import { withHost } from '../host';
import { wholeNumber } from '../options';
import { LIMIT_OPTIONS, limitsOf, sessionState, sessionsSchema } from '../sessionOptions';
import { sessionRows } from '../sessionRows';
import { defineVerb } from '../verb';

const MOST_LISTED = 1000;
const LAST_OFFSET = 1_000_000_000;

export const listSessionsVerb = defineVerb({
  name: 'sessions list',
  operands: [],
  summary: 'List the stored sessions, newest first.',
  options: {
    search: { type: 'string', value: 'TEXT', help: 'only those with it in their title or in what was said' },
    state: { type: 'string', value: 'S', help: 'only active, idle or closed ones' },
    workflow: { type: 'string', value: 'NAME', help: 'only those of this workflow' },
    model: { type: 'string', value: 'M', help: 'only those with this model' },
    limit: { type: 'string', value: 'N', help: `at most so many (${MOST_LISTED})` },
    offset: { type: 'string', value: 'N', help: 'leave out so many, the newest (0)' },
    ...LIMIT_OPTIONS,
  },
  schema: sessionsSchema.extend({
    search: z.string().default(''),
    state: sessionState.optional(),
    workflow: z.string().optional(),
    model: z.string().optional(),
    limit: wholeNumber(1, MOST_LISTED).default(MOST_LISTED),
    offset: wholeNumber(0, LAST_OFFSET).default(0),
  }),
  run: ({ options: { search, state, workflow, model, limit, offset, ...options }, terminal }) =>
    withHost({ ...options, limits: limitsOf(options) }, async ({ client }) => {
      const { sessions, damaged, total } = await client.sessions.list({ search, state, workflow, model, limit, offset });
      if (options.json) terminal.print(JSON.stringify(sessions, null, 2));
      else if (total === 0) terminal.note('No such sessions. Every step of a run makes one, and "stepgraph sessions new".');
      else if (sessions.length > 0) terminal.print(formatTable(...sessionRows(sessions)));
      for (const id of damaged) terminal.note(plainText(damagedSentence(id)));
      const count = sessions.length + damaged.length;
      if (total > count) terminal.note(partListed(offset, count, total));
      return 0;
    }),
});

function damagedSentence(id: string): string {
  return `Session ${id} is damaged and cannot be shown. If you do not need it: stepgraph sessions delete ${id}`;
}

/** What part of a long list this is, and how to come to the next. */
function partListed(offset: number, count: number, total: number): string {
  if (count === 0) return `${thereAre(total, 'only')}.`;
  const end = offset + count;
  const part = `Listed: ${count === 1 ? end : `${offset + 1} to ${end}`} of ${total}.`;
  return end < total ? `${part} ${thereAre(total - end)} more: --offset ${end} goes on.` : part;
}

function thereAre(count: number, ...before: readonly string[]): string {
  return [count === 1 ? 'There is' : 'There are', ...before, count].join(' ');
}
