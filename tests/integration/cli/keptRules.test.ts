import { join } from 'node:path';
import { expect, it } from 'vitest';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { startAttendedHost } from '../permissions/attendedHost';
import { inProcess } from './inProcess';

/** An open window, and a terminal on the same store. */
async function windowAndTerminal(script = turns(text('done'))) {
  const at = await startAttendedHost(script);
  const stepgraph = (...words: string[]) => inProcess(join(at.workDir, '../store.db'), ...words);
  return { ...at, client: at.client, settings: at.host.store.settings, stepgraph, [Symbol.asyncDispose]: () => at[Symbol.asyncDispose]() };
}

it('what was always allowed is listed, and asked about again once it is taken back', async () => {
  await using at = await windowAndTerminal(turns(toolUse('bash', { command: 'touch a' }), text('done')));
  const definition = workflow([step('make')]);
  await at.client.runs.start({ definition });
  const [request] = await at.waiting(1);
  await at.client.permissions.answer({ requestId: request?.requestId ?? '', answer: 'always' });
  expect((await at.stepgraph('rules')).out).toBe('KIND   OF   RULE\nallow  you  bash(touch a)');
  expect(await at.stepgraph('rules', 'remove', '--allow', 'bash(touch a)')).toEqual({
    status: 0,
    out: '',
    err: 'Taken back: allow bash(touch a)',
  });
  expect(await at.stepgraph('rules')).toMatchObject({ status: 0, out: '', err: expect.stringContaining('There are no rules.') });
  await at.client.runs.start({ definition });
  expect(await at.waiting(1)).toHaveLength(1);
});

it('rules of one’s own and of a workflow are those that the window shows', async () => {
  await using at = await windowAndTerminal();
  const { id } = await at.client.workflows.create({ definition: workflow([step('make')], { name: 'nightly' }) });
  await at.client.permissions.changeRules({ add: { ask: ['write'] } });
  const added = await at.stepgraph('rules', 'add', '--deny', 'bash(git push*)', '--ask', 'write', '--ask', 'edit', '--json');
  expect(JSON.parse(added.out)).toEqual({ deny: ['bash(git push*)'], ask: ['write', 'edit'], allow: [] });
  expect(await at.stepgraph('rules', 'add', '--workflow', 'nightly', '--allow', 'bash(x\ny)')).toMatchObject({ status: 0 });
  expect(await at.client.permissions.rules({})).toEqual({ deny: ['bash(git push*)'], ask: ['write', 'edit'], allow: [] });
  expect(await at.client.permissions.rules({ workflowId: id })).toEqual({ deny: [], ask: [], allow: ['bash(x\ny)'] });
  expect((await at.stepgraph('rules', 'list')).out.split('\n')).toEqual([
    'KIND   OF       RULE',
    'deny   you      bash(git push*)',
    'ask    you      write',
    'ask    you      edit',
    'allow  nightly  bash(x\\ny)',
  ]);
  const own = [{ kind: 'allow', rule: 'bash(x\ny)', workflowId: id, workflow: 'nightly' }];
  expect(JSON.parse((await at.stepgraph('rules', '--workflow', id, '--json')).out)).toEqual(own);
  expect(await at.stepgraph('rules', 'remove', '--workflow', id, '--allow', 'bash(x\ny)')).toMatchObject({ status: 0 });
  expect(await at.client.permissions.rules({ workflowId: id })).toMatchObject({ allow: [] });
});

it('rules that cannot be read are said to be so, and can be set anew', async () => {
  await using at = await windowAndTerminal();
  await at.settings.set({ permissionRules: 'damaged' });
  expect(await at.stepgraph('rules')).toMatchObject({ status: 1, err: expect.stringContaining('"stepgraph rules add"') });
  expect(await at.stepgraph('rules', 'add', '--deny', 'bash')).toMatchObject({ status: 0 });
  expect(await at.client.permissions.rules({})).toEqual({ deny: ['bash'], ask: [], allow: [] });
});

it.each([
  [['rules', 'add'], 'Give a rule'],
  [['rules', 'add', '--allow', 'no rule'], 'A rule is the name of a tool'],
  [['rules', 'add', '--allow', 'read', '--workflow', 'nobody'], 'nobody: there is no stored workflow of that name.'],
  [['rules', 'remove', '--ask', 'write', '--allow', 'write'], 'There is no such rule: allow write. Nothing was changed.'],
])('refuses %j with a sentence and changes nothing', async (words, sentence) => {
  await using at = await windowAndTerminal();
  await at.client.permissions.changeRules({ add: { ask: ['write'] } });
  expect(await at.stepgraph(...words)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(sentence) });
  expect(await at.client.permissions.rules({})).toEqual({ deny: [], ask: ['write'], allow: [] });
});
