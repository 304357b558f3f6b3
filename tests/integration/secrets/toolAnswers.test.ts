import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHost } from '../../../electron/host/createHost';
import { createHandlers } from '../../../electron/ipc/handlers';
import { createLog } from '../../../electron/platform/log';
import { blackenFromNowOn, createSecretFilter } from '../../../electron/platform/redact';
import { createClient } from '../../../shared/ipc/client';
import { contract } from '../../../shared/ipc/contract';
import { memoryPorts } from '../../../shared/ipc/memoryPorts';
import { serve } from '../../../shared/ipc/serve';
import { startModelServer } from '../../support/modelServer/modelServer';
import { message, text, toolUseBlock } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';

const KEY = 'canary-key-of-the-settings-93b1';
const TOKEN = 'canary-token-of-the-environment-77e2';

/** Whatever brings a secret out of a place where the person has it, too. */
const CALLS = [
  ['read', { file_path: 'store/w.secrets.json' }],
  ['read', { file_path: '.env', view_range: [1, 3] }],
  ['grep', { pattern: 'canary' }],
  ['bash', { command: 'cat .env store/w.secrets.json' }],
  ['bash', { command: 'cat .env >&2; exit 3' }],
  ['bash', { command: 'env; cat /proc/self/environ' }],
  ['bash', { command: `for i in $(seq 4000); do printf 'canary-key-of-'; printf 'the-settings-93b1 %s\\n' $i; done` }],
  ['write', { file_path: 'copy', content: 'a secret that nobody knows stays: sk-ant-made-up-0123456789abcdef' }],
  ['read', { file_path: 'copy' }],
] as const;

describe('what tools answer', () => {
  it('shows no secret that the app knows, to the model, in events, to a window or in the store', { timeout: 120_000 }, async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'store'));
    writeFileSync(join(folder.path, '.env'), `ANTHROPIC_API_KEY=${KEY}\nTOKEN=${TOKEN}\n`);
    const calls = CALLS.map(([name, input], index) => toolUseBlock(name, input, `call_${index}`));
    await using model = await startModelServer({ script: turns(message(calls), text('Done.')) });
    const lines: string[] = [];
    const log = createLog({ writeLine: (line) => lines.push(line), environment: {}, now: () => 0 });
    const database = join(folder.path, 'store/w.db');
    const host = await createHost({
      database,
      workDir: folder.path,
      environment: { ANTHROPIC_AUTH_TOKEN: TOKEN, ANTHROPIC_BASE_URL: model.url },
      log,
    });
    const [ours, theirs] = memoryPorts();
    serve(contract, createHandlers(host.services, 'browser'), theirs, { log });
    const client = createClient(contract, ours);
    await client.secrets.set({ name: 'SETTINGS_KEY', value: KEY });
    const definition = { name: 'W', steps: [{ id: 'a', prompt: 'Look' }] };
    const { runId } = await client.runs.start({ definition, permissionMode: 'bypassPermissions' });
    const told: unknown[] = [];
    for await (const batch of client.runs.events({ runId })) told.push(...batch);
    const [session] = (await client.sessions.list({})).sessions;
    told.push(await client.sessions.conversation({ id: session?.id ?? '' }), await client.runs.get({ runId }));
    await host.close();

    const results = JSON.stringify(model.requests.at(-1)?.body.messages);
    expect(results).toContain('[redacted]');
    expect(results).toContain('sk-ant-made-up-0123456789abcdef');
    const files = readdirSync(join(folder.path, 'store')).filter((name) => name.startsWith('w.db'));
    const bytes = files.map((name) => readFileSync(join(folder.path, 'store', name), 'latin1'));
    // The orders have the words in pieces; put together they are nowhere.
    for (const place of [results, JSON.stringify(told), lines.join(), ...bytes]) {
      expect(place).not.toContain(KEY);
      expect(place).not.toContain(TOKEN);
    }
  });

  it('hides a secret however its text comes in pieces, and changes nothing else', () => {
    blackenFromNowOn('canary-in-pieces');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('canary-in-pieces', 'canary-in-', 'can', 'pieces'), fc.string())),
        fc.nat(40),
        (parts, size) => {
          const whole = parts.join('');
          const filter = createSecretFilter();
          let out = '';
          for (let at = 0; at < whole.length; at += size + 1) out += filter.add(whole.slice(at, at + size + 1));
          out += filter.end();
          expect(out).not.toContain('canary-in-pieces');
          expect(out.replaceAll('[redacted]', 'canary-in-pieces')).toBe(whole.replaceAll('[redacted]', 'canary-in-pieces'));
        },
      ),
    );
  });
});
