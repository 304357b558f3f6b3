import { plainText } from '../../shared/lib/plainText';
import { visibleText } from '../../shared/lib/visibleText';
import type { FileChange, FileRestorePlan } from '../../shared/session/files';
import type { RestorePreview } from '../../shared/session/timeline';

/** Lines of patches that somebody would still read before answering. */
const MOST_PATCH_LINES = 400;

/** What restoring a checkpoint would change, for a person to judge: the whole difference of its files, when they are to come back. */
export function restoreLines({ leftCount, regainedCount, settings, files, filesFailure }: RestorePreview): readonly string[] {
  return [
    `Messages: ${leftCount} fewer, ${regainedCount} more. They stay in the session's tree.`,
    ...settings.map(({ name, from, to }) => plainText(`${name}: ${from || 'none'} → ${to || 'none'}`)),
    ...(filesFailure === undefined ? [] : [plainText(`Files: they cannot be looked at. ${filesFailure}`)]),
    ...(files ? fileLines(files) : []),
  ];
}

const MARKS = { added: '+', modified: '~', deleted: '-' } as const;

function fileLines(plan: FileRestorePlan): readonly string[] {
  if (plan.changes.length === 0) return ['Files: nothing changes.'];
  const patches = plan.changes.map(patchLines);
  const total = patches.reduce((sum, { length }) => sum + length, 0);
  let room = MOST_PATCH_LINES;
  const lines = plan.changes.flatMap((change, index) => {
    const patch = (patches[index] ?? []).slice(0, room);
    room -= patch.length;
    return [headLine(change, plan), ...patch];
  });
  const rest = total - MOST_PATCH_LINES;
  return rest <= 0
    ? lines
    : [...lines, `The difference is cut here: it has ${rest} more ${rest === 1 ? 'line' : 'lines'}. --dry-run --json prints all of it.`];
}

function headLine({ path, status, insertions, deletions, isBinary }: FileChange, { blocked, changedSince }: FileRestorePlan): string {
  const mark = blocked.includes(path) ? ', in the way' : changedSince.includes(path) ? ', changed by something else since' : '';
  return visibleText(`${MARKS[status]} ${path} (${isBinary ? 'binary' : `+${insertions} -${deletions}`}${mark})`);
}

function patchLines({ patch, isBinary }: FileChange): readonly string[] {
  if (patch === null) return isBinary ? [] : ['    too long to be shown'];
  return patch === ''
    ? []
    : visibleText(patch)
        .split('\n')
        .map((line) => `    ${line}`);
}
