import { plainText } from '../../../shared/lib/plainText';
import type { DamagedCheckpoint } from '../../../shared/session/session';
import { formatTable, plural } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { defineVerb } from '../verb';

const LONGEST_LABEL = 60;

export const listCheckpointsVerb = defineVerb({
  name: 'checkpoints list',
  operands: ['SESSION'],
  summary: 'List the checkpoints of a session, newest first.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [id = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      const checkpoints = (await client.sessions.checkpoints({ id })).toReversed();
      const damaged = await client.sessions.damagedCheckpoints({ id });
      if (options.json) terminal.print(JSON.stringify(checkpoints, null, 2));
      else if (checkpoints.length === 0 && damaged.length === 0)
        terminal.note(`No checkpoints yet. "stepgraph checkpoints save ${id} LABEL" makes one.`);
      else if (checkpoints.length > 0) {
        const { checkpointId } = await client.sessions.get({ id });
        const rows = checkpoints.map((checkpoint) => [
          checkpoint.id,
          plainLine(checkpoint.label, LONGEST_LABEL),
          String(checkpoint.messageCount),
          checkpoint.files ? plural(checkpoint.files.fileCount, 'file') : '',
          checkpoint.createdAt,
          [checkpoint.automatic ? 'automatic' : '', checkpoint.id === checkpointId ? 'here' : ''].filter((mark) => mark !== '').join(', '),
        ]);
        terminal.print(formatTable(['CHECKPOINT', 'LABEL', 'MESSAGES', 'FILES', 'MADE', ''], rows));
      }
      for (const checkpoint of damaged) terminal.note(damagedSentence(id, checkpoint));
      return 0;
    }),
});

function damagedSentence(sessionId: string, { id, label }: DamagedCheckpoint): string {
  return `Checkpoint ${plainText(id)} (${plainLine(label, LONGEST_LABEL)}) is damaged and cannot be restored. If you do not need it: ${plainText(`stepgraph checkpoints delete ${sessionId} ${id}`)}`;
}
