import { expect, it } from 'vitest';
import { type RecordedRequest, startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { Machine } from './commandLine';

const workflow = {
  name: 'precedence',
  parameters: { TOPIC: { type: 'string', required: true }, LIMIT: { type: 'number', default: 3 } },
  model: 'workflow-model',
  systemPrompt: 'You serve $TOPIC.',
  steps: [
    { id: 'look', prompt: 'LOOK at $TOPIC, at most $LIMIT.', allowedTools: ['read', 'glob'] },
    {
      id: 'judge',
      prompt: 'JUDGE this: $steps.look.text (used: $steps.look.toolCalls)',
      dependsOn: ['look'],
      model: 'step-model',
      systemPrompt: 'You judge.',
      mode: 'single',
    },
    { id: 'plain', prompt: 'PLAIN words, \\$TOPIC stays.', systemPrompt: '', allowedTools: ['grep'] },
  ],
};

const toolNames = (request: RecordedRequest) => (request.body.tools ?? []).map((tool) => tool.name).sort();

it('sends what the workflow says: models, system prompts, tools and interpolated prompts', async () => {
  await using server = await startModelServer({
    script: byPrompt(
      ['LOOK', turns(toolUse('read', { file_path: 'notes.txt' }), text('saw $LIMIT and $steps.plain.text'))],
      ['JUDGE', text('fine')],
      ['PLAIN', text('done')],
    ),
  });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'test-key' });
  machine.write('notes.txt', 'the secret of the notes');
  const file = machine.write('workflow.json', workflow);

  const { status, out, err } = await machine.run('run', file, '-p', 'TOPIC=cats', '--json');

  expect({ status, err }).toMatchObject({ status: 0 });
  expect(JSON.parse(out)).toMatchObject({
    status: 'completed',
    steps: [
      { id: 'look', toolCalls: ['read'], text: 'saw $LIMIT and $steps.plain.text' },
      { id: 'judge', text: 'fine' },
      { id: 'plain', text: 'done' },
    ],
  });

  const asked = (word: string) => server.requests.filter((request) => request.prompt.startsWith(word));
  const [look, again] = asked('LOOK');
  expect(look).toMatchObject({ prompt: 'LOOK at cats, at most 3.', body: { model: 'workflow-model' } });
  expect(look?.body.system).toContain('You serve cats.');
  expect(look && toolNames(look)).toEqual(['glob', 'read']);
  expect(JSON.stringify(again?.body.messages)).toContain('the secret of the notes');

  const [judge] = asked('JUDGE');
  // What a step answered is passed on as it is, never read for variables again.
  expect(judge).toMatchObject({ prompt: 'JUDGE this: saw $LIMIT and $steps.plain.text (used: read)', body: { model: 'step-model' } });
  expect(judge?.body.system).toContain('You judge.');
  expect(judge?.body.tools ?? []).toEqual([]);

  const [plain] = asked('PLAIN');
  expect(plain).toMatchObject({ prompt: 'PLAIN words, $TOPIC stays.' });
  expect(plain?.body.system ?? '').not.toContain('You serve');
  expect(plain && toolNames(plain)).toEqual(['grep']);
  expect(look?.headers.authorization).toBe('Bearer test-key');
});

it('takes the model from the command line only where the workflow and its steps name none', async () => {
  await using server = await startModelServer({ script: text('ok') });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('workflow.json', {
    name: 'models',
    steps: [
      { id: 'own', prompt: 'own', model: 'step-model' },
      { id: 'none', prompt: 'none' },
    ],
  });

  const { status } = await machine.run('run', file, '--model', 'given-model');

  const models = Object.fromEntries(server.requests.map((request) => [request.prompt, request.body.model]));
  expect({ status, models }).toEqual({ status: 0, models: { own: 'step-model', none: 'given-model' } });
});

it('refuses a tool that the step may not use, and tells the model', async () => {
  await using server = await startModelServer({ script: turns(toolUse('bash', { command: 'echo hacked > file' }), text('understood')) });
  using machine = new Machine({ ANTHROPIC_BASE_URL: server.url });
  const file = machine.write('workflow.json', { name: 'forbidden', steps: [{ id: 'only', prompt: 'go', allowedTools: ['read'] }] });

  const { status } = await machine.run('run', file);

  const result = server.requests[1]?.body.messages.at(-1)?.content[0];
  expect({ status, result }).toMatchObject({ status: 0, result: { type: 'tool_result', is_error: true } });
});
