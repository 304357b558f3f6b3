import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/lib/appError';

/**
 * The git program of this machine, as a whole path: looked for in `PATH` only, and never in the folder it is to work on, which may hold
 * a program of that name.
 */
export function findGit(environment: { readonly [name: string]: string | undefined } = process.env): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (path.isAbsolute(folder) && isProgram(file)) return file;
  }
  throw new AppError(
    'NOT_FOUND',
    'Keeping files needs git, which was not found on this machine. Install it from git-scm.com, or go on without files.',
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
