import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../shared/lib/json';
import { readShellScript, type ShellScript } from './shell/shellScript';

/** A tool call as rules see it. */
export type RuledCall = {
  readonly name: string;
  readonly input: Json;
  readonly workDir: string;
  /** Where its path leads and where the work directory really is, when that has been found already. */
  readonly found?: { readonly real: string; readonly workDir: string };
};

/** What of a call rules speak about. */
export type PermissionSubject =
  | { readonly kind: 'shell'; readonly command: string; readonly script: ShellScript; readonly workDir: string }
  /** Relative to the work directory: as given, and where links lead. */
  | { readonly kind: 'path'; readonly paths: readonly string[]; readonly workDir: string }
  | { readonly kind: 'input'; readonly text: string };

/** Tools that act on the file that `file_path` names. Whatever else has such a field may do anything with it: of those, the whole input counts. */
const FILE_TOOLS: ReadonlySet<string> = new Set(['read', 'write', 'edit']);

export function subjectOf({ name, input, workDir, found }: RuledCall): PermissionSubject {
  const { command, file_path: filePath, path: folder } = Object(input);
  if (name === 'bash' && typeof command === 'string') return { kind: 'shell', command, script: readShellScript(command), workDir };
  if (FILE_TOOLS.has(name) && typeof filePath === 'string') return { kind: 'path', paths: pathsOf(workDir, filePath, found), workDir };
  if (name === 'glob' || name === 'grep')
    return { kind: 'path', paths: pathsOf(workDir, typeof folder === 'string' ? folder : '.', found), workDir };
  return { kind: 'input', text: JSON.stringify(input) };
}

function pathsOf(workDir: string, file: string, found: RuledCall['found']): readonly string[] {
  const place = path.resolve(workDir, file);
  const real = relative(found?.workDir ?? realPlace(workDir), found?.real ?? realPlace(place));
  return [...new Set([relative(workDir, place), real])];
}

function relative(from: string, to: string): string {
  return path.relative(from, to).split(path.sep).join('/') || '.';
}

/** Where links lead, as far as there is something; what is not there yet will be made where its folder really is. */
function realPlace(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(realPlace(parent), path.basename(place));
  }
}
