import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { JudgedFile, PermissionRequest } from '../sessions/ports';
import { type ConfinedFile, findInside, plainPlace } from './confinedFiles';
import { exactText, wholeFile } from './wholeFile';

/** The tools that are about one place, and where in their input it stands. */
const PLACES: { readonly [tool: string]: 'file_path' | 'path' } = {
  read: 'file_path',
  write: 'file_path',
  edit: 'file_path',
  glob: 'path',
  grep: 'path',
};

const LARGEST_SHOWN = 512 * 1024;

/** The file or folder that a call is about, found once, so that what is judged, shown and used is one and the same. */
export type FoundPlace = { readonly file: ConfinedFile | null; readonly input?: Json };

/** Where the call leads, and, if it names something else, the call as it reads when it names that place itself. Nothing for other tools. */
export async function placeOf({ tool, input, context }: PermissionRequest): Promise<FoundPlace | undefined> {
  const key = PLACES[tool.name];
  const given: unknown = key && (Object(input)[key] ?? (key === 'path' ? '.' : undefined));
  if (key === undefined || typeof given !== 'string') return undefined;
  try {
    const file = await findIn(context.workDir, given);
    const named = path.resolve(file.workDir, given) === file.real;
    return { file, ...(!named && { input: { ...Object(input), [key]: path.relative(file.workDir, file.real) || '.' } }) };
  } catch {
    return { file: null };
  }
}

function findIn(workDir: string, given: string): ConfinedFile | Promise<ConfinedFile> {
  const real = plainPlace(workDir, given);
  return real === undefined ? findInside(realpathSync.native(workDir), given) : { given, real, workDir };
}

/** The text of a file as people are shown it: `null` where there is none, nothing when it is not for showing, being too large or no text. */
export async function shownText(file: ConfinedFile, signal: AbortSignal): Promise<string | null | undefined> {
  try {
    if (!lstatSync(file.real, { throwIfNoEntry: false })) return null;
    return exactText(await wholeFile(file, signal, LARGEST_SHOWN, 'too large for showing'));
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** Rejects when a file is no longer what was shown to the person who let the call through. */
export async function refuseChanged(file: ConfinedFile, judged: JudgedFile | undefined, signal: AbortSignal): Promise<void> {
  if (judged?.before === undefined || (await shownText(file, signal)) === judged.before) return;
  throw changedSinceShown();
}

export function changedSinceShown(): AppError {
  return new AppError('TOOL_FAILED', 'The file changed since the request was shown. Read it again.');
}
