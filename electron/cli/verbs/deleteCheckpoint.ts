import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const deleteCheckpointVerb = defineVerb({
  name: 'checkpoints delete',
  operands: ['SESSION', 'CHECKPOINT'],
  summary: 'Delete a checkpoint; its messages stay.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [id = '', checkpointId = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      await client.sessions.deleteCheckpoint({ id, checkpointId });
      if (options.json) terminal.print(JSON.stringify({ deleted: checkpointId }));
      else terminal.note(`Deleted ${checkpointId}.`);
      return 0;
    }),
});
