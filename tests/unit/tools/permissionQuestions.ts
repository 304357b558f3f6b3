import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decidePermission, type PermissionQuestion } from '../../../electron/tools/permissions';

type Given = Partial<Pick<PermissionQuestion, 'workDir' | 'mode' | 'rules'>>;

/** The question about a command: where no file is, in the mode that asks, without rules, unless told otherwise. */
export function bashCall(command: string, given: Given = {}): PermissionQuestion {
  const workDir = '/tmp/there-is-no-such-work-directory';
  return { name: 'bash', isReadOnly: false, input: { command }, workDir, mode: 'default', ...given };
}

/** The question about writing a file. */
export function writeCall(file: string, given: Given = {}): PermissionQuestion {
  return { name: 'write', isReadOnly: false, input: { file_path: file, content: '' }, workDir: '/work', mode: 'default', ...given };
}

/** What is decided about a command where these rules allow. */
export function verdict(command: string, ...allow: readonly string[]): string {
  return decidePermission(bashCall(command, { rules: { allow } })).verdict;
}

/** The entries of a file of `tests/corpus`. */
export function readCorpus<Entry>(name: string, entry: z.ZodType<Entry>): readonly Entry[] {
  return z.array(entry).parse(JSON.parse(readFileSync(new URL(`../../corpus/${name}.json`, import.meta.url), 'utf8')));
}
