import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolContext } from '../../../electron/sessions/ports';
import { tool } from '../../../electron/tools/customTool';

const context: ToolContext = {
  sessionId: 's',
  callId: 't1',
  workDir: '/work',
  permissionMode: 'default',
  signal: new AbortController().signal,
  metadata: {},
};

const definition = { name: 'add', description: 'Adds.', inputSchema: z.object({ a: z.number(), b: z.number().default(1) }) };

describe('a custom tool', () => {
  it('is offered with the JSON schema of its input', () => {
    const { inputSchema, isReadOnly } = tool(definition, () => 0);
    expect(inputSchema).toEqual({
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'number', default: 1 } },
      required: ['a'],
    });
    expect(isReadOnly).toBe(false);
  });

  it('gets parsed input', async () => {
    const add = tool(definition, ({ a, b }) => `${a + b}`);
    expect(await add.execute({ a: 2 }, context)).toEqual({ content: '3', isError: false });
  });

  it('does not run on input that does not fit; the model is told where', async () => {
    const add = tool(definition, () => {
      throw new Error('must not run');
    });
    expect(await add.execute({ a: 'two' }, context)).toEqual({
      isError: true,
      content: expect.stringMatching(/Nothing was run[\s\S]*at a/),
    });
  });

  it.each([
    ['text', 'hello', 'hello'],
    ['an object', { ok: true }, '{\n  "ok": true\n}'],
    ['nothing', undefined, ''],
  ])('may return %s', async (_kind, value, content) => {
    expect(await tool(definition, async () => value).execute({ a: 1 }, context)).toEqual({ content, isError: false });
  });

  it('answers what it throws as an error', async () => {
    const broken = tool(definition, () => Promise.reject(new Error('no network')));
    expect(await broken.execute({ a: 1 }, context)).toEqual({ content: 'no network', isError: true });
  });

  it.each(['', 'has space', 'ä', 'x'.repeat(129)])('cannot be called "%s"', (name) => {
    expect(() => tool({ ...definition, name }, () => 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('takes an object', () => {
    expect(() => tool({ ...definition, inputSchema: z.string() }, () => 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
