import { formatTable } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainText';
import { defineVerb } from '../verb';

const MOST_LISTED = 1000;
const LONGEST_TITLE = 60;

export const listSessionsVerb = defineVerb({
  name: 'sessions list',
  operands: [],
  summary: 'List the stored sessions, newest first.',
  options: {},
  schema: commonSchema,
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const { sessions, total } = await client.sessions.list({ limit: MOST_LISTED });
      if (options.json) terminal.print(JSON.stringify(sessions, null, 2));
      else if (sessions.length === 0) terminal.note('No sessions yet. Every step of a run makes one.');
      else {
        const rows = sessions.map((session) => [
          session.id,
          plainLine(session.title, LONGEST_TITLE),
          session.state,
          String(session.messageCount),
          session.model ?? '',
          session.lastActiveAt,
          session.rehearsal ? 'Rehearsal' : '',
        ]);
        terminal.print(formatTable(['SESSION', 'TITLE', 'STATE', 'MESSAGES', 'MODEL', 'LAST ACTIVE', ''], rows));
      }
      if (total > sessions.length) terminal.note(`The newest ${sessions.length} of ${total} are listed.`);
      return 0;
    }),
});
