/**
 * Writes the library's type declarations to `out/types`: those reachable from electron/sdk/index.ts and no others. Relative imports get
 * a file extension, which consumers with Node's own module resolution need.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../bin/runtime.mjs';
import { isEntry, run } from './command.mjs';

const ENTRY = 'electron/sdk/index.d.ts';
/** All that a consumer has: what the declarations import beyond it would not compile there. */
const { dependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const BARE_IMPORT = /^(?:import|export)\b[^'"\n]*from ['"]([^.'"][^'"]*)['"]/gm;
const RELATIVE_IMPORT = /(from |import\()(['"])(\.{1,2}\/[^'"]+)\2/g;

export async function writeDeclarations() {
  const emitted = join(projectRoot, 'node_modules', '.cache', 'declarations');
  const target = join(projectRoot, 'out', 'types');
  rmSync(emitted, { recursive: true, force: true });
  rmSync(target, { recursive: true, force: true });
  const { code, output } = await run('tsc', ['-p', 'tsconfig.sdk.json', '--outDir', emitted]);
  if (code !== 0) throw new Error(output);
  copyReachable(emitted, target);
}

function copyReachable(from, to) {
  const waiting = [ENTRY];
  const seen = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = readFileSync(join(from, file), 'utf8').replace(RELATIVE_IMPORT, (_, start, quote, specifier) => {
      const imported = `${relative(from, join(from, dirname(file), specifier))}.d.ts`;
      if (!seen.has(imported)) {
        seen.add(imported);
        waiting.push(imported);
      }
      return `${start}${quote}${specifier}.js${quote}`;
    });
    for (const [, name] of text.matchAll(BARE_IMPORT)) {
      if (!Object.hasOwn(dependencies, name)) throw new Error(`${file} imports ${name}, which those who use the library do not have.`);
    }
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), text);
  }
}

if (isEntry(import.meta.url)) await writeDeclarations();
