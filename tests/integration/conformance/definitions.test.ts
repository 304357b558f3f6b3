import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { tool, validateWorkflow, type WorkflowDefinition, z } from '../../../electron/sdk/index';
import { renameParameter, renameStep } from '../../../shared/workflow/rename';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, turns } from '../../support/modelServer/script';
import { startTestSdk } from '../../support/sdk';
import { conforms } from './statements';
import { openEcho, prompts, recorder } from './support';

const codes = (definition: unknown) => validateWorkflow(definition).map(({ severity, code }) => `${severity} ${code}`);

/** The prompt that reaches the model for a step's prompt and these parameters. */
async function promptFor(
  prompt: string,
  params: Record<string, unknown>,
  parameters: WorkflowDefinition['parameters'],
): Promise<string | undefined> {
  await using test = await openEcho();
  await test.sdk.workflow.run({ name: 'w', parameters, steps: [{ id: 'a', prompt }] }, params);
  return prompts(test)[0];
}

/** What a parameter of this type says of values that do not fit. */
async function refused(type: 'string' | 'number' | 'boolean' | 'json', value: unknown): Promise<unknown> {
  return promptFor('$X', { X: value }, { X: { type } }).catch((error) => error.problems);
}

describe('semantics.md, section 1: definitions', () => {
  conforms('1 Definitions', '`WorkflowDefinition`', async () => {
    const whole = {
      name: 'w',
      description: '',
      steps: [{ id: 'a', prompt: '$X' }],
      parameters: { X: { type: 'string' } },
      model: 'm',
      systemPrompt: 's',
      layout: { a: { x: 1, y: 2 } },
    };
    expect(validateWorkflow(whole)).toEqual([]);
    const { description, parameters, model, systemPrompt, layout, ...least } = { ...whole, steps: [{ id: 'a', prompt: 'x' }] };
    expect(validateWorkflow(least)).toEqual([]);
    for (const key of Object.keys(whole)) expect(codes({ ...whole, [key]: 42 })).toContain('error invalid_shape');
  });
  conforms('1 Definitions', '`WorkflowStepDefinition`', async () => {
    const step = {
      id: 'b',
      description: '',
      prompt: 'x',
      dependsOn: ['a'],
      allowedTools: ['read'],
      tools: ['read'],
      mcpServers: [
        { name: 'm', command: 'c' },
        { name: 'n', url: 'http://localhost' },
      ],
      skillDirectories: ['skills'],
      model: null,
      systemPrompt: '',
      mode: 'react',
      retries: 10,
      timeoutMs: 1,
      maxTurns: 1,
    };
    const inWorkflow = (fields: object) => ({
      name: 'w',
      steps: [
        { id: 'a', prompt: 'x' },
        { ...step, ...fields },
      ],
    });
    expect(validateWorkflow(inWorkflow({}))).toEqual([]);
    for (const key of Object.keys(step)) expect(codes(inWorkflow({ [key]: { wrong: true } })), key).toContain('error invalid_shape');
    for (const wrong of [{ retries: 11 }, { timeoutMs: 0 }, { maxTurns: 0 }, { mode: 'loop' }])
      expect(codes(inWorkflow(wrong))).toEqual(['error invalid_shape']);
  });
  conforms('1 Definitions', '`layout`', async () => {
    await using test = await openEcho();
    const steps = [
      { id: 'a', prompt: 'x' },
      { id: 'b', prompt: 'y', dependsOn: ['a'] },
    ];
    const plain = await test.sdk.workflow.run({ name: 'w', steps });
    const drawn = await test.sdk.workflow.run({ name: 'w', steps, layout: { a: { x: 900, y: -3.5 }, b: { x: 0, y: 0 } } });
    expect(drawn.steps.map((step) => step.text)).toEqual(plain.steps.map((step) => step.text));
    expect(prompts(test)).toEqual(['x', 'y', 'x', 'y']);
  });
  conforms('1 Definitions', 'Unknown keys', async () => {
    await using test = await openEcho();
    const definition = { name: 'w', colour: 'red', steps: [{ id: 'a', prompt: 'x', weight: 3 }] };
    expect(codes(definition)).toEqual(['warning unknown_key', 'warning unknown_key']);
    const { status } = await test.sdk.workflow.run(definition);
    const built = test.sdk.workflow
      .define('w')
      .extra({ colour: 'red' })
      .step('a', undefined, 'x', { extra: { weight: 3 } })
      .build();
    expect({ status, built }).toEqual({ status: 'completed', built: definition });
  });

  conforms('1 Validation', '`validateWorkflow(definition, catalog?)`', async () => {
    const callers = [
      'electron/engine/plan.ts',
      'electron/cli/definitions.ts',
      'electron/tools/runWorkflowDefinition.ts',
      'renderer/features/editor/problems.ts',
    ];
    const notCalling = callers.filter((file) => !/\bvalidateWorkflow\(/.test(readFileSync(file, 'utf8')));
    expect(notCalling).toEqual([]);
    const definition = Object.freeze({ name: 'w', steps: Object.freeze([]) });
    expect(validateWorkflow(definition)).toEqual(validateWorkflow(definition));
  });
  conforms('1 Validation', '`path` is a JSON path.', async () => {
    const definition = {
      name: 'w',
      steps: [
        { id: 'a', prompt: 'x' },
        { id: 'b', prompt: 'y', dependsOn: ['a', 'z'] },
      ],
    };
    expect(validateWorkflow(definition)).toMatchObject([{ code: 'unknown_dependency', path: '$.steps[1].dependsOn[1]', stepId: 'b' }]);
  });
  conforms('1 Validation', '`run()` throws', async () => {
    await using test = await openEcho();
    const { events, onEvent } = recorder();
    const broken = { name: '', steps: [{ id: 'a', prompt: '', dependsOn: ['b'] }] };
    const error = await test.sdk.workflow.run(broken, {}, { onEvent }).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'WorkflowValidationError', problems: validateWorkflow(broken) });
    expect({ events, sessions: await test.sdk.sessions.list() }).toEqual({ events: [], sessions: [] });
  });

  conforms('1 Parameters', 'Resolution order', async () => {
    const parameter = { X: { type: 'string' as const, default: 'default' } };
    expect(await promptFor('[$X]', { X: 'given' }, parameter)).toBe('[given]');
    expect(await promptFor('[$X]', { X: null }, parameter)).toBe('[default]');
    expect(await promptFor('[$X]', {}, { X: { type: 'string' } })).toBe('[]');
    await expect(promptFor('[$X]', {}, { X: { type: 'string', required: true } })).rejects.toMatchObject({
      problems: [{ code: 'missing', name: 'X' }],
    });
  });
  conforms('1 Parameters', 'All bad parameters', async () => {
    const parameters = { A: { type: 'number' as const }, B: { type: 'string' as const, required: true } };
    const error = await promptFor('$A $B', { A: 'many', C: 1 }, parameters).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'WorkflowParameterError' });
    expect(error.problems.map(({ name, code }: { name: string; code: string }) => `${name} ${code}`).toSorted()).toEqual([
      'A wrong_type',
      'B missing',
      'C undeclared',
    ]);
  });
  conforms('1 Parameters', '`string`', async () => {
    const told = async (value: unknown) => promptFor('$X', { X: value }, { X: { type: 'string' } });
    expect([await told(' a\n$X '), await told(1.5), await told(false)]).toEqual([' a\n$X ', '1.5', 'false']);
    expect(await refused('string', { a: 1 })).toMatchObject([{ code: 'wrong_type' }]);
  });
  conforms('1 Parameters', '`number`', async () => {
    const told = async (value: unknown) => promptFor('$X', { X: value }, { X: { type: 'number' } });
    expect([await told(0.1), await told('1e3'), await told('2.50')]).toEqual(['0.1', '1000', '2.5']);
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, '1 apple', '', true])
      expect(await refused('number', wrong)).toMatchObject([{ code: 'wrong_type' }]);
  });
  conforms('1 Parameters', '`boolean`', async () => {
    const told = async (value: unknown) => promptFor('$X', { X: value }, { X: { type: 'boolean' } });
    expect([await told(true), await told('FALSE'), await told('True')]).toEqual(['true', 'false', 'true']);
    for (const wrong of [1, 'yes', {}]) expect(await refused('boolean', wrong)).toMatchObject([{ code: 'wrong_type' }]);
  });
  conforms('1 Parameters', '`json`', async () => {
    const told = async (value: unknown) => promptFor('$X', { X: value }, { X: { type: 'json' } });
    expect([await told({ a: [1, 'b'] }), await told('{ "a": 1 }'), await told(7)]).toEqual(['{"a":[1,"b"]}', '{"a":1}', '7']);
    expect(await refused('json', '{a}')).toMatchObject([{ code: 'wrong_type' }]);
  });
  conforms('1 Parameters', 'A value for an undeclared parameter', async () => {
    const error = await promptFor('$A', { B: 1 }, { A: { type: 'string' }, LONG_NAME: { type: 'string' } }).catch((reason) => reason);
    expect(error.problems).toMatchObject([{ code: 'undeclared', name: 'B', message: expect.stringMatching(/A, LONG_NAME/) }]);
  });

  conforms('1 Interpolation', 'One pass, left to right', async () => {
    await using test = await openEcho();
    await test.sdk.workflow.run(
      {
        name: 'w',
        parameters: { A: { type: 'string' }, B: { type: 'string' } },
        systemPrompt: 'Speak $A, not $steps.a.text',
        steps: [{ id: 'a', prompt: '$A$B' }],
      },
      { A: '$B', B: '$A' },
    );
    expect(test.server.requests.map(({ prompt, body }) => ({ prompt, system: body.system }))).toEqual([
      { prompt: '$B$A', system: 'Speak $B, not $steps.a.text' },
    ]);
  });
  conforms('1 Interpolation', 'Inserted text is never scanned again', async () => {
    await using test = await startTestSdk(byPrompt([/^one/, text('$BRANCH ${BRANCH} $steps.a.text \\$')], [/^two/, text('')]));
    const steps = [
      { id: 'a', prompt: 'one' },
      { id: 'b', prompt: 'two $steps.a.text $BRANCH', dependsOn: ['a'] },
    ];
    await test.sdk.workflow.run({ name: 'w', parameters: { BRANCH: { type: 'string' } }, steps }, { BRANCH: 'main' });
    expect(prompts(test)[1]).toBe('two $BRANCH ${BRANCH} $steps.a.text \\$ main');
  });
  const withTools = async (prompt: string): Promise<string | undefined> => {
    const look = tool({ name: 'look', description: 'Looks', inputSchema: z.object({}), isReadOnly: true }, () => 'seen');
    await using test = await startTestSdk(
      byPrompt([/^one/, turns(toolUse('look', {}), toolUse('look', {}), text('the answer'))], [/^two/, text('')]),
      { tools: [look] },
    );
    const steps = [
      { id: 'a', prompt: 'one' },
      { id: 'b', prompt: `two ${prompt}`, dependsOn: ['a'] },
    ];
    await test.sdk.workflow.run({ name: 'w', steps });
    return prompts(test).at(-1);
  };
  conforms('1 Interpolation', '`$steps.<id>.text`', async () => {
    expect(await withTools('[$steps.a.text]')).toBe('two [the answer]');
  });
  conforms('1 Interpolation', '`$steps.<id>.toolCalls`', async () => {
    expect(await withTools('[$steps.a.toolCalls]')).toBe('two [look, look]');
  });
  conforms('1 Interpolation', '`$NAME`, also `${NAME}`', async () => {
    expect(await promptFor('$X${X}s', { X: 'pen' }, { X: { type: 'string' } })).toBe('penpens');
  });
  conforms('1 Interpolation', 'Boundaries are whole identifiers', async () => {
    const prompt = '$BRANCHx $BRANCH_2 $steps.a.textual $BRANCH.';
    expect(await promptFor(prompt, { BRANCH: 'main' }, { BRANCH: { type: 'string' } })).toBe('$BRANCHx $BRANCH_2 $steps.a.textual main.');
  });
  conforms('1 Interpolation', '`\\$`', async () => {
    expect(await promptFor('\\$X $X', { X: 'y' }, { X: { type: 'string' } })).toBe('$X y');
  });

  conforms('1 Builder', '`sdk.workflow.define(name, description?)`', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow
      .define('w', 'd')
      .param('X', { type: 'string', default: 'x' })
      .model('m')
      .systemPrompt('s')
      .step('a', 'A', '$X');
    const definition = builder.build();
    expect(definition).toEqual({
      name: 'w',
      description: 'd',
      parameters: { X: { type: 'string', default: 'x' } },
      model: 'm',
      systemPrompt: 's',
      steps: [{ id: 'a', description: 'A', prompt: '$X' }],
    });
    expect((await builder.run()).status).toBe('completed');
    expect(renameParameter(renameStep(definition, 'a', 'b'), 'X', 'Y')).toMatchObject({ steps: [{ id: 'b', prompt: '$Y' }] });
  });
  conforms('1 Builder', '`build()`', async () => {
    await using test = await openEcho();
    const builder = test.sdk.workflow.define('w').step('a', '', 'x', { allowedTools: ['read'] });
    const first = builder.build();
    expect(first).not.toBe(builder.build());
    expect(() => Object.assign(first.steps[0]?.allowedTools ?? [], ['bash'])).toThrow(TypeError);
    expect(() => Object.assign(first, { name: 'v' })).toThrow(TypeError);
  });
});
