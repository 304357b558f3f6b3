import { z } from 'zod';
import { plainText } from '../../../shared/lib/plainText';
import type { Checkpoint } from '../../../shared/session/session';
import { plural } from '../format';
import { withHost } from '../host';
import { commonSchema } from '../options';
import type { Terminal } from '../terminal';
import { defineVerb, UsageError } from '../verb';

export const saveCheckpointVerb = defineVerb({
  name: 'checkpoints save',
  operands: ['SESSION', '[LABEL]'],
  summary: 'Name the point where a session stands, to come back to.',
  options: {
    label: { type: 'string', value: 'TEXT', help: 'the label, if not given as a word' },
    files: { type: 'boolean', help: 'keep the work directory with it; ignored files are left out' },
  },
  schema: commonSchema.extend({ label: z.string().optional(), files: z.boolean().default(false) }),
  run: ({ operands: [id = '', word], options, terminal }) => {
    const label = word ?? options.label;
    if (label === undefined) throw new UsageError(['Missing: LABEL, as in: stepgraph checkpoints save SESSION before-refactor']);
    return withHost(options, async ({ client }) => {
      const checkpoint = await client.sessions.saveCheckpoint({ id, label, files: options.files });
      terminal.print(options.json ? JSON.stringify(checkpoint, null, 2) : checkpoint.id);
      noteFiles(checkpoint, terminal);
      return 0;
    });
  },
});

/** Says what is kept, and names what is not. */
function noteFiles({ files }: Checkpoint, terminal: Terminal): void {
  if (!files) return;
  terminal.note(`${plural(files.fileCount, 'file')} of ${files.workDir} ${files.fileCount === 1 ? 'is' : 'are'} kept with it.`);
  for (const { path, reason } of files.leftOut) terminal.note(plainText(`  left out, ${REASONS[reason]}: ${path}`));
}

const REASONS = {
  'too-large': 'too large',
  repository: 'a repository of its own',
  unreadable: 'can not be read',
} as const;
