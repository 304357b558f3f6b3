import { AppError } from '../../../shared/lib/appError';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const deleteSessionVerb = defineVerb({
  name: 'sessions delete',
  operands: ['ID'],
  summary: 'Delete a session with its messages and checkpoints; also a damaged one.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [id = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      const { deleted } = await client.sessions.delete({ ids: [id] });
      if (deleted === 0) throw new AppError('NOT_FOUND', `There is no session ${id}. "stepgraph sessions list" shows those there are.`);
      if (options.json) terminal.print(JSON.stringify({ deleted: id }));
      else terminal.note(`Deleted ${id}.`);
      return 0;
    }),
});
