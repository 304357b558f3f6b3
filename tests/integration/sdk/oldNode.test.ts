import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { NO_OLD_NODE, oldNode } from '../../support/oldNode';

const run = promisify(execFile);
const library = pathToFileURL(resolve(import.meta.dirname, '../../../out/main/sdk.js')).href;

it('loads under an old Node, far enough to say in a sentence that it is too old', async ({ skip }) => {
  if (oldNode === undefined) return skip(NO_OLD_NODE);
  const code = `const { createAgentSdk } = await import(${JSON.stringify(library)});
    await createAgentSdk().catch(({ code, message }) => console.log(code, message));`;
  const { stdout } = await run(oldNode, ['--input-type=module', '--eval', code]);
  expect(stdout).toMatch(/^INVALID_INPUT Stepgraph needs Node 22\.15 or newer; this is Node [\d.]+\. Install a newer one/);
});
