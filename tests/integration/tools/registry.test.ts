import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tool } from '../../../electron/tools/customTool';
import { createToolRegistry } from '../../../electron/tools/registry';
import { BUILT_IN_TOOLS } from '../../../shared/catalog/tools';
import { folder, settingsFor } from './support';

const { signal } = new AbortController();
const deploy = tool({ name: 'deploy', description: 'Deploys.', inputSchema: z.object({}) }, () => 'deployed');

describe('the tool registry', () => {
  it('offers exactly the tools of the catalog, reading or not as it says there', async () => {
    const { tools } = await createToolRegistry().open(settingsFor(await folder()), signal);
    const facts = (list: readonly { readonly name: string; readonly isReadOnly: boolean }[]) =>
      Object.fromEntries(list.map(({ name, isReadOnly }) => [name, isReadOnly]));
    expect(facts(tools)).toEqual(facts(BUILT_IN_TOOLS));
  });

  it('adds custom tools, which a definition may name', async () => {
    const { tools } = await createToolRegistry({ custom: [deploy] }).open(
      settingsFor(await folder(), { tools: ['Deploy', { name: 'read' }] }),
      signal,
    );
    expect(tools.at(-1)?.name).toBe('deploy');
  });

  it('gives tools found by name only to sessions that name them', async () => {
    const registry = createToolRegistry({ named: () => [deploy] });
    const workDir = await folder();
    const names = async (tools?: string[]) =>
      (await registry.open(settingsFor(workDir, tools && { tools }), signal)).tools.map(({ name }) => name);
    expect(await names()).not.toContain('deploy');
    expect(await names(['read', 'Deploy'])).toContain('deploy');
  });

  it('gives them in place of others of the same name, and says which they are', async () => {
    const own = tool({ name: 'Bash', description: 'Its own', inputSchema: z.object({}) }, () => '');
    const registry = createToolRegistry({ custom: [deploy], named: () => [own, { ...deploy, description: 'Its own' }] });
    const { tools, ownTools } = await registry.open(settingsFor(await folder(), { tools: ['bash', 'deploy'] }), signal);
    const described = tools.filter(({ name }) => /^(bash|deploy)$/i.test(name)).map(({ name, description }) => `${name}: ${description}`);
    expect(described).toEqual(['Bash: Its own', 'deploy: Its own']);
    expect(ownTools?.map(({ name }) => name)).toEqual(['Bash', 'deploy']);
  });

  it('refuses names that no tool has, and lists those there are', async () => {
    const opening = createToolRegistry().open(settingsFor(await folder(), { tools: ['deploy'] }), signal);
    await expect(opening).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/no tool deploy.*read, write/) });
  });

  it('refuses two tools of one name', async () => {
    const registry = createToolRegistry({ custom: [tool({ name: 'Bash', description: '', inputSchema: z.object({}) }, () => '')] });
    await expect(registry.open(settingsFor(await folder()), signal)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses a work directory that is not there or no folder', async () => {
    const root = await folder({ file: '' });
    for (const workDir of [path.join(root, 'missing'), path.join(root, 'file')]) {
      await expect(createToolRegistry().open(settingsFor(workDir), signal)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });
});
