import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ToolBox, ToolContext, ToolResult } from '../../../electron/sessions/ports';
import { createToolRegistry } from '../../../electron/tools/registry';
import type { Json } from '../../../shared/lib/json';
import type { SandboxMode } from '../../../shared/session/sandbox';
import type { SessionSettings } from '../../../shared/session/session';
import { sessionSettings } from '../../support/sessions';

/** A folder of its own with these files, gone after the test. */
export async function folder(files: { readonly [name: string]: string } = {}): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'stepgraph-tools-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return root;
}

export function settingsFor(workDir: string, change: Partial<SessionSettings> = {}): SessionSettings {
  return sessionSettings(workDir, { provider: 'anthropic', ...change });
}

export type OpenTools = ToolBox & {
  run(name: string, input: Json, signal?: AbortSignal): Promise<ToolResult>;
};

/** The built-in tools of a folder, closed after the test. */
export async function openTools(workDir: string, sandbox: SandboxMode = 'off'): Promise<OpenTools> {
  const box = await createToolRegistry({ sandbox: () => sandbox }).open(settingsFor(workDir), new AbortController().signal);
  onTestFinished(() => box.close());
  return {
    ...box,
    async run(name, input, signal = new AbortController().signal) {
      const tool = box.tools.find((candidate) => candidate.name === name);
      if (!tool) throw new Error(`no tool ${name}`);
      const context: ToolContext = { sessionId: 's', callId: 't1', workDir, permissionMode: 'default', signal, metadata: {} };
      return tool.execute(input, context);
    },
  };
}
