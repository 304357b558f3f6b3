import { z } from 'zod';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { InvalidInput } from '../failures';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const branchCheckpointVerb = defineVerb({
  name: 'checkpoints branch',
  operands: ['SESSION', 'CHECKPOINT|MESSAGE'],
  summary: 'Go on from any point: names it, and the next message begins a branch there.',
  options: { label: { type: 'string', value: 'TEXT', help: 'what the branch is called (Branch)' } },
  schema: commonSchema.extend({ label: z.string().optional() }),
  run: ({ operands: [id = '', point = ''], options: { label, ...options }, terminal }) =>
    withHost(options, async ({ client }) => {
      const branch = await client.sessions.branch({ id, messageId: await messageAt(client, id, point), label });
      terminal.print(options.json ? JSON.stringify(branch, null, 2) : branch.id);
      return 0;
    }),
});

/** The message a checkpoint names; what is no checkpoint is a message itself. */
async function messageAt(client: StepgraphClient, id: string, point: string): Promise<string | null> {
  const checkpoint = (await client.sessions.checkpoints({ id })).find((one) => one.id === point);
  if (checkpoint) return checkpoint.messageId;
  if (!point.startsWith('cp_')) return point;
  throw new InvalidInput([`Session ${id} has no checkpoint ${point}. "stepgraph checkpoints list ${id}" shows what there is.`]);
}
