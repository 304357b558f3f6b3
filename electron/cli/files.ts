import { readFile } from 'node:fs/promises';
import { InvalidInput } from './failures';

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'it may not be read with your permissions',
  EPERM: 'it may not be read with your permissions',
};

/** The text of a file that someone named on the command line. */
export async function readNamedFile(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    throw new InvalidInput([`${file}: can not be read: ${reasonOf(error)}.`]);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'it is not a text in UTF-8';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
