import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PendingPermission } from '../../../shared/ipc/contract/permissions';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startAttendedHost } from './attendedHost';

const write = (path: string) => toolUse('write', { file_path: path, content: 'new\n' });
const bash = (command: string) => toolUse('bash', { command });
const only = ([first]: readonly PendingPermission[]): PendingPermission => {
  if (!first) throw new Error('Nothing waits');
  return first;
};

test('a call waits for a person, who sees what it is, which step asks and what the file holds', async () => {
  await using at = await startAttendedHost(turns(write('notes.txt'), text('done')));
  writeFileSync(join(at.workDir, 'notes.txt'), 'old\n');
  const { runId } = await at.client.runs.start({ definition: workflow([step('note')]) });
  const request = only(await at.waiting(1));
  expect(request).toMatchObject({
    steps: [{ runId, stepId: 'note' }],
    sessionTitle: 'sample/note',
    tool: 'write',
    input: { file_path: 'notes.txt', content: 'new\n' },
    before: 'old\n',
    reason: 'it can change things',
    rules: ['write(notes.txt)'],
  });
  await at.client.permissions.answer({ requestId: request.requestId, answer: 'once' });
  const events = await at.eventsOf(runId);
  expect(readFileSync(join(at.workDir, 'notes.txt'), 'utf8')).toBe('new\n');
  expect(events.filter(({ type }) => type === 'step.permission')).toMatchObject([
    { state: 'asked', name: 'write', requestId: request.requestId, reason: 'it can change things' },
    { state: 'allowed', reason: 'the person allowed it once' },
  ]);
  await expect(at.client.permissions.answer({ requestId: request.requestId, answer: 'deny' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a denial is told to the model, with what the person says', async () => {
  await using at = await startAttendedHost(turns(bash('touch made'), text('understood')));
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  const { requestId } = only(await at.waiting(1));
  await at.client.permissions.answer({ requestId, answer: 'deny', reply: 'Use the write tool.' });
  const events = await at.eventsOf(runId);
  expect(events.at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed' });
  expect(JSON.stringify(at.model.requests[1]?.body.messages)).toContain(
    'Permission denied: the person said no\\nThe person says: Use the write tool.',
  );
  expect(existsSync(join(at.workDir, 'made'))).toBe(false);
});

test('allowed once is asked again, allowed for this run is not, until the next run', async () => {
  await using at = await startAttendedHost(turns(bash('touch a'), bash('touch a'), bash('touch a'), text('done')));
  const definition = workflow([step('make')]);
  const { runId } = await at.client.runs.start({ definition });
  await at.client.permissions.answer({ requestId: only(await at.waiting(1)).requestId, answer: 'once' });
  await at.waiting(0);
  const again = only(await at.waiting(1));
  expect(again.rules).toEqual(['bash(touch a)']);
  await at.client.permissions.answer({ requestId: again.requestId, answer: 'run' });
  const decisions = (await at.eventsOf(runId)).flatMap((event) =>
    event.type === 'step.permission' && event.state === 'allowed' ? [event.reason] : [],
  );
  expect(decisions).toEqual(['the person allowed it once', 'the person allowed it for this run', 'the rule "bash(touch a)" allows it']);
  await at.client.runs.start({ definition });
  expect(await at.waiting(1)).toHaveLength(1);
});

test('always allowed is a rule that outlives the host, and can be taken back', async () => {
  await using at = await startAttendedHost(turns(bash('npm --offline version'), text('done')));
  const definition = workflow([step('make')]);
  const { runId } = await at.client.runs.start({ definition });
  await at.client.permissions.answer({ requestId: only(await at.waiting(1)).requestId, answer: 'always' });
  await at.eventsOf(runId);
  await at.restart();
  const rules = await at.client.permissions.rules({});
  expect(rules).toEqual({ deny: [], ask: [], allow: ['bash(npm --offline version)'] });
  const { runId: second } = await at.client.runs.start({ definition });
  expect(await at.eventsOf(second)).toContainEqual(
    expect.objectContaining({ type: 'step.permission', state: 'allowed', reason: 'the rule "bash(npm --offline version)" allows it' }),
  );
  await at.client.permissions.changeRules({ add: { deny: ['bash'] } });
  const { runId: third } = await at.client.runs.start({ definition });
  expect(await at.eventsOf(third)).toContainEqual(
    expect.objectContaining({ type: 'step.permission', state: 'denied', reason: 'the rule "bash" forbids it' }),
  );
});

test('a rule that holds the mark of what is unknown is neither offered nor kept', async () => {
  await using at = await startAttendedHost(turns(bash('touch "$MADE"'), text('done')));
  await at.client.runs.start({ definition: workflow([step('make')]) });
  expect(only(await at.waiting(1)).rules).toEqual([]);
  const marked = { allow: ['bash(touch \u0000)'] };
  await expect(at.client.permissions.changeRules({ add: marked })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await at.client.permissions.rules({})).toEqual({ deny: [], ask: [], allow: [] });
});

test('a rule of a workflow is kept with the app and applies to that workflow alone', async () => {
  await using at = await startAttendedHost(turns(bash('touch a'), text('done')));
  const definition = workflow([step('make')]);
  const { id } = await at.client.workflows.create({ definition });
  const { runId } = await at.client.runs.start({ definition, workflowId: id });
  const request = only(await at.waiting(1));
  expect(request.workflowId).toBe(id);
  await at.client.permissions.answer({ requestId: request.requestId, answer: 'always', workflowId: id });
  await at.eventsOf(runId);
  expect(await at.client.permissions.rules({ workflowId: id })).toMatchObject({ allow: ['bash(touch a)'] });
  expect(await at.client.permissions.rules({})).toMatchObject({ allow: [] });
  expect((await at.client.workflows.get({ id })).definition).toEqual(definition);
  const { runId: second } = await at.client.runs.start({ definition, workflowId: id });
  expect((await at.eventsOf(second)).at(-1)).toMatchObject({ status: 'completed' });
  await at.client.runs.start({ definition });
  await at.waiting(1);
});

test('rules given to a run hold for all of its life, also after a restart, and for no other run', async () => {
  await using at = await startAttendedHost(turns(bash('touch a'), bash('touch b'), bash('touch c'), text('done')));
  const definition = workflow([step('make')]);
  const permissions = { deny: ['bash(touch b)'], allow: ['bash(touch a)', 'bash(touch b)'] };
  const { runId } = await at.client.runs.start({ definition, permissions });
  expect(only(await at.waiting(1)).input).toEqual({ command: 'touch c' });
  await at.restart();
  rmSync(join(at.workDir, 'a'));
  await at.client.runs.resume({ runId });
  const again = only(await at.waiting(1));
  expect(again.input).toEqual({ command: 'touch c' });
  await at.client.permissions.answer({ requestId: again.requestId, answer: 'deny' });
  await at.eventsOf(runId);
  expect(['a', 'b', 'c'].filter((name) => existsSync(join(at.workDir, name)))).toEqual(['a']);
  expect(at.host.store.runs.get(runId)?.permissions).toEqual({ ask: [], ...permissions });
  await at.client.runs.start({ definition });
  expect(only(await at.waiting(1)).input).toEqual({ command: 'touch a' });
});

test('several steps wait beside each other; an answer that makes a rule answers what else it fits', async () => {
  await using at = await startAttendedHost(
    byPrompt(
      ['one', turns(bash('touch a'), text('1'))],
      ['two', turns(bash('touch a'), text('2'))],
      ['three', turns(bash('touch b'), text('3'))],
    ),
  );
  const { runId } = await at.client.runs.start({ definition: workflow([step('one'), step('two'), step('three')]) });
  const pending = await at.waiting(3);
  expect(pending.map(({ steps }) => steps[0]?.stepId).toSorted()).toEqual(['one', 'three', 'two']);
  const first = pending.find(({ steps }) => steps[0]?.stepId === 'one');
  await at.client.permissions.answer({ requestId: first?.requestId ?? '', answer: 'run' });
  const left = only(await at.waiting(1));
  expect(left.steps[0]?.stepId).toBe('three');
  await at.client.permissions.answer({ requestId: left.requestId, answer: 'deny' });
  expect((await at.eventsOf(runId)).at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed' });
});

test('stopping the run withdraws its requests', async () => {
  await using at = await startAttendedHost(turns(bash('touch made'), text('done')));
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  await at.waiting(1);
  await at.client.runs.stop({ runId });
  expect(at.host.services.permissions.pending()).toEqual([]);
  expect(existsSync(join(at.workDir, 'made'))).toBe(false);
});

test('after a restart the run can go on, and what was not answered is asked again', async () => {
  const ask = turns(bash('touch made'), bash('touch made'), text('done'));
  await using at = await startAttendedHost(ask);
  const { runId } = await at.client.runs.start({ definition: workflow([step('make')]) });
  await at.waiting(1);
  await at.restart();
  expect(at.host.services.permissions.pending()).toEqual([]);
  await at.client.runs.resume({ runId });
  await at.client.permissions.answer({ requestId: only(await at.waiting(1)).requestId, answer: 'run' });
  expect((await at.eventsOf(runId)).at(-1)).toMatchObject({ type: 'workflow.done', status: 'completed' });
  expect(existsSync(join(at.workDir, 'made'))).toBe(true);
});

test('what no rule may allow can only be allowed once', async () => {
  await using at = await startAttendedHost(turns(bash('touch a'), text('done')), { permissionRulesFor: () => ({ ask: ['bash'] }) });
  await at.client.runs.start({ definition: workflow([step('make')]) });
  const { requestId, rules, reason } = only(await at.waiting(1));
  expect({ rules, reason }).toEqual({ rules: [], reason: 'the rule "bash" asks for it' });
  await expect(at.client.permissions.answer({ requestId, answer: 'always' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
