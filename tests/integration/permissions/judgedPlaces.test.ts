import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { lastResult } from '../agents/requests';
import { flip } from '../hostile/flipper';
import { type AttendedHost, startAttendedHost } from './attendedHost';

const CHANGED = 'The file changed since the request was shown. Read it again.';

/** Starts the one call of a script, changes something while it waits, allows it, and answers what the model is told. */
async function afterApproval(at: AttendedHost, change: () => void, permissions = {}): Promise<string> {
  const { runId } = await at.client.runs.start({ definition: workflow([step('one')]), permissions });
  const [request] = await at.waiting(1);
  change();
  await at.client.permissions.answer({ requestId: request?.requestId ?? '', answer: 'once' });
  await at.eventsOf(runId);
  const told = at.model.requests[1];
  return told ? String(lastResult(told).text) : 'nothing';
}

test('a link that is swapped while its call waits leads nowhere', async () => {
  await using at = await startAttendedHost(turns(toolUse('write', { file_path: 'd/pre-commit', content: 'evil' }), text('done')));
  for (const folder of ['plain', '.git/hooks']) mkdirSync(join(at.workDir, folder), { recursive: true });
  symlinkSync('plain', join(at.workDir, 'd'));
  const swap = () => {
    rmSync(join(at.workDir, 'd'));
    symlinkSync('.git/hooks', join(at.workDir, 'd'));
  };
  expect(await afterApproval(at, swap, { deny: ['write(.git/**)'] })).toMatch(/changed while it was being judged/);
  expect(() => readFileSync(join(at.workDir, '.git/hooks/pre-commit'))).toThrow('ENOENT');
});

test('what a person saw is what is changed: a file that is another by then stays as it is', async () => {
  const calls = [
    toolUse('edit', { file_path: 'a.txt', old_string: 'one', new_string: 'two' }),
    toolUse('write', { file_path: 'a.txt', content: 'mine' }),
    toolUse('write', { file_path: 'new.txt', content: 'mine' }),
  ];
  for (const call of calls) {
    await using at = await startAttendedHost(turns(call, text('done')));
    writeFileSync(join(at.workDir, 'a.txt'), 'one');
    const change = () => {
      writeFileSync(join(at.workDir, 'a.txt'), 'one, and more');
      writeFileSync(join(at.workDir, 'new.txt'), 'theirs');
    };
    expect(await afterApproval(at, change)).toBe(CHANGED);
    expect(readFileSync(join(at.workDir, 'a.txt'), 'utf8')).toBe('one, and more');
    expect(readFileSync(join(at.workDir, 'new.txt'), 'utf8')).toBe('theirs');
  }
});

test('a file that was put in place of the same one, with the same text, is changed', async () => {
  await using at = await startAttendedHost(turns(toolUse('write', { file_path: 'a.txt', content: 'mine' }), text('done')));
  writeFileSync(join(at.workDir, 'a.txt'), 'one');
  const replace = () => {
    writeFileSync(join(at.workDir, 'b.txt'), 'one');
    renameSync(join(at.workDir, 'b.txt'), join(at.workDir, 'a.txt'));
  };
  expect(await afterApproval(at, replace)).toContain('wrote');
  expect(readFileSync(join(at.workDir, 'a.txt'), 'utf8')).toBe('mine');
});

test('a link that is being swapped leads to nothing that a rule forbids', { timeout: 120_000 }, async () => {
  const calls = [toolUse('read', { file_path: 'x/f' }), toolUse('read', { file_path: 'x/f', view_range: [1, 2] })];
  const script = turns(...Array.from({ length: 300 }, (_, index) => calls[index % 2] ?? text('')), text('done'));
  await using at = await startTestSdk(script, { permissions: { deny: ['read(secret/**)'] } });
  for (const folder of ['x', 'secret']) mkdirSync(join(at.workDir, folder));
  writeFileSync(join(at.workDir, 'x/f'), 'OPEN');
  writeFileSync(join(at.workDir, 'secret/f'), 'FORBIDDEN');
  await using _flipper = await flip(join(at.workDir, 'x'), join(at.workDir, 'secret'));
  await at.sdk.workflow.run({ name: 'W', steps: [{ id: 'a', prompt: 'x', maxTurns: 1_000 }] });
  const answers = at.server.requests.slice(1).map((request) => String(lastResult(request).text));
  expect(answers.filter((answer) => answer.includes('FORBIDDEN'))).toEqual([]);
  expect(answers).toContain('OPEN');
});
