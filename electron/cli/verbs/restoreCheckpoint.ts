import { z } from 'zod';
import { plainText } from '../../../shared/lib/plainText';
import type { FileRestorePlan } from '../../../shared/session/files';
import type { RestorePreview } from '../../../shared/session/timeline';
import { withHost } from '../host';
import { commonSchema } from '../options';
import type { Terminal } from '../terminal';
import { defineVerb } from '../verb';

export const restoreCheckpointVerb = defineVerb({
  name: 'checkpoints restore',
  operands: ['SESSION', 'CHECKPOINT'],
  summary: 'Go back to a checkpoint; the point left is kept as an automatic one.',
  options: {
    files: { type: 'boolean', help: 'bring back the work directory as well' },
    force: { type: 'boolean', help: 'also files that something else changed since' },
    'dry-run': { type: 'boolean', help: 'only show what would change' },
  },
  schema: commonSchema.extend({
    files: z.boolean().default(false),
    force: z.boolean().default(false),
    'dry-run': z.boolean().default(false),
  }),
  run: ({ operands: [id = '', checkpointId = ''], options: { files, force, 'dry-run': isDryRun, ...options }, terminal }) =>
    withHost(options, async ({ client }) => {
      if (isDryRun || files) {
        const preview = await client.sessions.restorePreview({ id, checkpointId });
        describe(preview, files || isDryRun, terminal);
        if (isDryRun) {
          if (options.json) terminal.print(JSON.stringify(preview, null, 2));
          return 0;
        }
      }
      const left = await client.sessions.restoreCheckpoint({ id, checkpointId, files, force });
      if (options.json) terminal.print(JSON.stringify({ restored: checkpointId, left }, null, 2));
      else terminal.print(`Restored. The point left is kept: ${left.id}`);
      return 0;
    }),
});

function describe({ leftCount, regainedCount, settings, files }: RestorePreview, withFiles: boolean, terminal: Terminal): void {
  terminal.note(`Messages: ${leftCount} fewer, ${regainedCount} more. They stay in the session's tree.`);
  for (const { name, from, to } of settings) terminal.note(plainText(`${name}: ${from || 'none'} → ${to || 'none'}`));
  if (files && withFiles) describeFiles(files, terminal);
}

const MARKS = { added: '+', modified: '~', deleted: '-' } as const;

function describeFiles({ changes, changedSince, blocked }: FileRestorePlan, terminal: Terminal): void {
  if (changes.length === 0) terminal.note('Files: nothing changes.');
  for (const { path, status, insertions, deletions } of changes) {
    const mark = blocked.includes(path) ? ', in the way' : changedSince.includes(path) ? ', changed by something else since' : '';
    terminal.note(plainText(`${MARKS[status]} ${path} (+${insertions} -${deletions}${mark})`));
  }
}
