import type { Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { outputSchemas } from '../../../electron/tools/mcp/outputSchema';
import { revealSecrets, secretNames } from '../../../electron/tools/mcp/secretReferences';
import type { ServerConnection } from '../../../electron/tools/mcp/serverConnection';
import { type ServerEntry, serverEntries } from '../../../electron/tools/mcp/serverEntry';
import { serverTools } from '../../../electron/tools/mcp/serverTools';
import { toolResult } from '../../../electron/tools/mcp/toolResult';

// Only its name is asked for before a call.
const connection = { name: 'files' } as ServerConnection;
const tool = (name: string, more: Partial<McpTool> = {}): McpTool => ({ name, inputSchema: { type: 'object' }, ...more });
const asIs = (text: string) => text;

describe('tools of a server', () => {
  it('have names that the Messages API takes, each its own', () => {
    const names = serverTools(
      connection,
      ['read', 'a.b', 'a/b', 'READ', 'x'.repeat(200), `${'x'.repeat(200)}y`].map((name) => tool(name)),
    ).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['files__read', 'files__a_b']);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('are never believed to only read, and are described in bounded space', () => {
    const [described] = serverTools(connection, [tool('a', { description: 'd'.repeat(10_000), annotations: { readOnlyHint: true } })]);
    expect(described).toMatchObject({ isReadOnly: false, description: 'd'.repeat(4_000) });
  });
});

describe('results of a server', () => {
  it('are shown as far as a model can see them, and named otherwise', () => {
    const content = [
      { type: 'text' as const, text: 'hello' },
      { type: 'text' as const, text: '' },
      { type: 'image' as const, data: 'AAAA', mimeType: 'image/png' },
      { type: 'image' as const, data: 'AAAA', mimeType: 'image/tiff' },
      { type: 'image' as const, data: 'A'.repeat(6_000_000), mimeType: 'image/png' },
      { type: 'audio' as const, data: 'AAAA', mimeType: 'audio/wav' },
      { type: 'resource_link' as const, uri: 'file:///a', name: 'a' },
      { type: 'resource' as const, resource: { uri: 'file:///b', text: 'inside' } },
      { type: 'resource' as const, resource: { uri: 'file:///c', blob: 'AAAA' } },
    ];
    expect(toolResult({ content }, asIs).content).toEqual([
      { type: 'text', text: 'hello' },
      { type: 'text', text: '(no output)' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      ...[/tiff/, /too large/, /audio/, /file:\/\/\/a/, /inside/, /file:\/\/\/c/].map((text) => ({
        type: 'text',
        text: expect.stringMatching(text),
      })),
    ]);
  });

  it('are their structure where there is nothing else', () => {
    expect(toolResult({ content: [], structuredContent: { a: 1 }, isError: true }, asIs)).toEqual({
      content: [{ type: 'text', text: '{"a":1}' }],
      isError: true,
    });
  });

  it('are checked against their schema without turning it into code', () => {
    const schema = { type: 'object' as const, properties: { a: { type: 'number' as const } }, required: ['a'] };
    const validate = outputSchemas.getValidator(schema);
    expect([validate({ a: 1 }).valid, validate({ a: 'x' }).valid]).toEqual([true, false]);
    expect(outputSchemas.getValidator({ type: 'no such type' } as never)({}).valid).toBe(true);
  });
});

describe('secrets in a definition', () => {
  const entry: ServerEntry = {
    kind: 'stdio',
    name: 'a',
    command: 'run',
    args: ['--key=${secret:KEY}', 'plain $KEY ${KEY}'],
    env: { BOTH: '${secret:KEY}:${secret:LONGER}' },
    cwd: '/',
  };
  const values: Readonly<Record<string, string>> = { KEY: 'abc$&', LONGER: 'abc$&def' };
  const secrets = { get: (name: string) => values[name] };

  it('are put where they stand, once, and nowhere else', () => {
    const revealed = revealSecrets(entry, secrets);
    expect(revealed.entry).toEqual({ ...entry, args: ['--key=abc$&', 'plain $KEY ${KEY}'], env: { BOTH: 'abc$&:abc$&def' } });
    expect(revealed.scrub('it said abc$&def and abc$&')).toBe('it said [secret LONGER] and [secret KEY]');
    expect(secretNames(entry)).toEqual(['KEY', 'LONGER']);
  });

  it('are not themselves looked through for others', () => {
    const nested = { get: (name: string) => (name === 'KEY' ? '${secret:LONGER}' : 'deep') };
    expect(revealSecrets(entry, nested).entry).toMatchObject({ args: ['--key=${secret:LONGER}', 'plain $KEY ${KEY}'] });
  });
});

describe('definitions of servers', () => {
  it('start in a folder of the work directory, if they name one', () => {
    const entries = serverEntries(
      [
        { name: 'a', command: 'x', cwd: 'sub' },
        { name: 'b', command: 'x' },
        { name: 'c', url: 'http://x' },
      ],
      '/work',
    );
    expect(entries).toMatchObject([{ cwd: '/work/sub' }, { cwd: '/work' }, { kind: 'http', headers: {} }]);
  });

  it.each(['', 'a b', 'a/b', '../a', 'ü', 'x'.repeat(49)])('cannot be called %j', (name) => {
    expect(() => serverEntries([{ name, command: 'x' }], '/')).toThrow(/cannot be the name/);
  });
});
