import { runCommandLine } from '../../../electron/cli/commandLine';
import type { Keyboard } from '../../../electron/cli/keyboard';
import { VERBS } from '../../../electron/cli/verbTable';
import { recordedTerminal } from '../../unit/cli/recordedTerminal';

/** `stepgraph` on a store, without a process of its own: for whatever needs none. */
export async function inProcess(database: string, ...words: readonly string[]) {
  const { err, ...said } = await atKeyboard(undefined, database, ...words);
  return { ...said, err: err.join('\n') };
}

/** The same with somebody at the keyboard, where there is one; each thing that was noted by itself. */
export async function atKeyboard(keyboard: Keyboard | undefined, database: string, ...words: readonly string[]) {
  const terminal = recordedTerminal();
  const status = await runCommandLine([...words, '--db', database], { ...terminal, keyboard }, VERBS);
  return { status, out: terminal.out.join('\n'), err: terminal.err };
}
