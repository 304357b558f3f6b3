import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Where Stepgraph's own files are: the checkout, the installed package or the application's archive. */
export type Installation = {
  readonly version: string;
  /** The built renderer; made by `npm run build`. */
  readonly rendererDir: string;
  readonly preload: string;
  readonly examplesDir: string;
};

/** Looks upwards from this file, which may have been built into any folder below. */
export function findInstallation(from: string = import.meta.dirname): Installation {
  const root = nearestPackage(from);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return {
    version,
    rendererDir: join(root, 'out/renderer'),
    preload: join(root, 'out/preload/preload.cjs'),
    examplesDir: join(root, 'resources/examples'),
  };
}

function nearestPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`There is no package.json above ${import.meta.dirname}`);
  return nearestPackage(parent);
}
