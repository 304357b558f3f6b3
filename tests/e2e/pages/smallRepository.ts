import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporaryFolder';

/** A folder for runs to work in: small, so that what they take time for is not the disk. */
export function smallRepository(): ReturnType<typeof temporaryFolder> {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'src'));
  writeFileSync(join(folder.path, 'package.json'), '{ "name": "pocket-calculator", "version": "1.2.3" }\n');
  writeFileSync(join(folder.path, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }\n');
  writeFileSync(join(folder.path, 'src/sum.ts'), '// @ts-ignore\nexport const sum = (a: number, b: number) => a + b;\n');
  return folder;
}
