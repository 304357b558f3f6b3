import { realpathSync } from 'node:fs';
import path from 'node:path';
import { secretFileBeside } from '../platform/paths';

/** Tells of a path relative to a work directory whether Stepgraph itself lives there. */
export type IsOwnFile = (file: string) => boolean;

/** What SQLite, migrations and the file store put beside a database, by what follows its name. */
const BESIDE_DATABASE = /^(-wal|-shm|-journal|\.files(\/.*)?|\.version-\d+\.backup(\.\d+)?)?$/s;
const BESIDE_SECRETS = /^(\..*)?$/s;
const WITHIN = /^(\/.*)?$/s;

/**
 * Recognises Stepgraph's own files in a work directory. A store may lie within one; to keep it in a snapshot would be to restore it, and with it
 * to lose every session and checkpoint since.
 */
export function ownFilesIn(workDir: string, storeFolder: string, database: string | undefined): IsOwnFile {
  const folder = realPath(workDir);
  const places = [storeFolder, ...(database === undefined ? [] : [database, secretFileBeside(database)])];
  const patterns = [WITHIN, BESIDE_DATABASE, BESIDE_SECRETS];
  const own = places.flatMap((place, index) =>
    namesOf(place).map((name) => ({ name: relative(folder, name), rest: patterns[index] ?? WITHIN })),
  );
  return (file) => {
    const plain = file.replace(/\/$/, '');
    return own.some(({ name, rest }) => plain.startsWith(name) && rest.test(plain.slice(name.length)));
  };
}

/** As a folder lists it, and what it is when it is a link: SQLite puts its files beside the latter, we beside the former. */
function namesOf(file: string): readonly string[] {
  return [...new Set([path.join(realPath(path.dirname(file)), path.basename(file)), realPath(file)])];
}

function relative(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
