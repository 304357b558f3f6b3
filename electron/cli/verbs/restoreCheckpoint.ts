import { z } from 'zod';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { FileRestorePlan } from '../../../shared/session/files';
import { confirm } from '../confirm';
import { InvalidInput } from '../failures';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { restoreLines } from '../restoreLines';
import type { Terminal } from '../terminal';
import { defineVerb } from '../verb';

export const restoreCheckpointVerb = defineVerb({
  name: 'checkpoints restore',
  operands: ['SESSION', 'CHECKPOINT'],
  summary: 'Go back to a checkpoint; the point left is kept as an automatic one.',
  options: {
    files: { type: 'boolean', help: 'bring back the work directory as well; shows what changes, and asks' },
    yes: { type: 'boolean', short: 'y', help: 'do not ask' },
    force: { type: 'boolean', help: 'also files that something else changed since' },
    'dry-run': { type: 'boolean', help: 'only show what would change' },
  },
  schema: commonSchema.extend({
    files: z.boolean().default(false),
    yes: z.boolean().default(false),
    force: z.boolean().default(false),
    'dry-run': z.boolean().default(false),
  }),
  run: ({ operands: [id = '', checkpointId = ''], options: { files, yes, force, 'dry-run': isDryRun, ...options }, terminal }) =>
    withHost(options, async ({ client }) => {
      if (isDryRun || files) {
        const preview = await client.sessions.restorePreview({ id, checkpointId });
        for (const line of restoreLines(preview, true)) terminal.note(line);
        if (isDryRun) {
          if (options.json) terminal.print(JSON.stringify(preview, null, 2));
          return 0;
        }
        const plan = acceptable(preview.files, force);
        if (plan.changes.length > 0 && !yes && !(await isAgreed(terminal))) return 130;
      }
      const left = await client.sessions.restoreCheckpoint({ id, checkpointId, files, force });
      if (options.json) terminal.print(JSON.stringify({ restored: checkpointId, left }, null, 2));
      else terminal.print(`Restored. The point left is kept: ${left.id}`);
      if (!files && (await hasFiles(client, id, checkpointId))) {
        terminal.note(
          `The checkpoint has files, too. They stay as they are now: "stepgraph checkpoints restore ${id} ${checkpointId} --files" brings them back.`,
        );
      }
      return 0;
    }),
});

/** Nobody is asked about what would be refused. */
function acceptable(plan: FileRestorePlan | null, force: boolean): FileRestorePlan {
  if (plan === null) throw new InvalidInput(['This checkpoint has no files. Restore it without --files.']);
  if (plan.blocked.length > 0) {
    throw new InvalidInput(['Files that are in no checkpoint are in the way, and would be lost. Move them away, then restore.']);
  }
  if (plan.changedSince.length > 0 && !force) {
    throw new InvalidInput(['Something else than the session changed files since. --force restores these as well; it can be undone.']);
  }
  return plan;
}

async function isAgreed(terminal: Terminal): Promise<boolean> {
  if (terminal.keyboard === undefined)
    throw new InvalidInput(['Nothing was restored: nobody is here to ask. Look at the changes, then give --yes.']);
  if (await confirm('Restore?', terminal.keyboard, terminal.note)) return true;
  terminal.note('Nothing was restored.');
  return false;
}

async function hasFiles(client: StepgraphClient, id: string, checkpointId: string): Promise<boolean> {
  const checkpoints = await client.sessions.checkpoints({ id });
  return checkpoints.some((checkpoint) => checkpoint.id === checkpointId && checkpoint.files !== undefined);
}
