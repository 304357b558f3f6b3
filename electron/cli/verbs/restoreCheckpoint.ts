import { z } from 'zod';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAppError } from '../../../shared/lib/appError';
import type { FileRestorePlan } from '../../../shared/session/files';
import type { Checkpoint } from '../../../shared/session/session';
import type { RestorePreview } from '../../../shared/session/timeline';
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
      const show = () => shown(client, { id, checkpointId }, terminal);
      if (isDryRun) {
        const preview = await show();
        if (options.json) terminal.print(JSON.stringify(preview, null, 2));
        return 0;
      }
      const restore = (consent: Consent) => client.sessions.restoreCheckpoint({ id, checkpointId, ...consent });
      const left = files ? await restoredAsShown(show, restore, { yes, force }, terminal) : await restore({});
      if (left === undefined) return 130;
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

type Consent = { readonly files?: true; readonly force?: boolean; readonly shown?: string };
type Point = { readonly id: string; readonly checkpointId: string };

async function shown(client: StepgraphClient, point: Point, terminal: Terminal): Promise<RestorePreview> {
  const preview = await client.sessions.restorePreview(point);
  for (const line of restoreLines(preview)) terminal.note(line);
  return preview;
}

/** Whoever answers agrees to what is on the screen: when files change before the answer, what would happen now is shown, and asked again. */
async function restoredAsShown(
  show: () => Promise<RestorePreview>,
  restore: (consent: Consent) => Promise<Checkpoint>,
  { yes, force }: { readonly yes: boolean; readonly force: boolean },
  terminal: Terminal,
): Promise<Checkpoint | undefined> {
  for (;;) {
    const plan = acceptable(await show(), force);
    const isAsked = plan.changes.length > 0 && !yes;
    if (isAsked && !(await isAgreed(terminal))) return undefined;
    try {
      return await restore({ files: true, force, ...(!yes && { shown: plan.id }) });
    } catch (error) {
      if (!isAsked || !isAppError(error) || error.code !== 'CONFLICT') throw error;
      terminal.note(error.message);
    }
  }
}

/** Nobody is asked about what would be refused. */
function acceptable({ files: plan, filesFailure }: RestorePreview, force: boolean): FileRestorePlan {
  if (filesFailure !== undefined) {
    throw new InvalidInput(['Nothing was restored. Without --files, messages and settings can be, and the files stay as they are.']);
  }
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
