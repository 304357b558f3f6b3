import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../electron/platform/log';
import { openSecretFile } from '../../../electron/platform/secretFile';
import type { SecretCipher } from '../../../electron/platform/secrets';
import { temporaryFolder } from '../../support/temporaryFolder';

/** Stands for the keychain: reversible, and not to be read in the file. */
function cipher(mark = 'k'): SecretCipher {
  return {
    encrypt: async (text) => `${mark}:${Buffer.from(text).toString('hex')}`,
    async decrypt(text) {
      if (!text.startsWith(`${mark}:`)) throw new Error('another key');
      return { text: Buffer.from(text.slice(2), 'hex').toString(), isStale: false };
    },
  };
}

function scene() {
  const folder = temporaryFolder();
  const file = join(folder.path, 'private', 'secrets.json');
  const lines: string[] = [];
  const log = createLog({ writeLine: (line) => lines.push(line), environment: {}, now: () => 0 });
  return {
    file,
    lines,
    log,
    open: (with_?: SecretCipher) => openSecretFile({ file, cipher: with_, log }),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

describe('the file of secrets', () => {
  it('keeps them for the next start, for its owner only, and forgets what is removed', async () => {
    using test = scene();
    const secrets = await test.open();
    expect([secrets.protection, secrets.list()]).toEqual(['file', []]);
    await Promise.all([secrets.set('GITHUB', 'token-one'), secrets.set('KEY', 'token-two'), secrets.set('OLD', 'token-three')]);
    await secrets.set('OLD', null);
    const again = await test.open();
    expect(again.list()).toEqual([
      { name: 'GITHUB', isReadable: true },
      { name: 'KEY', isReadable: true },
    ]);
    expect([again.get('GITHUB'), again.get('KEY'), again.get('OLD')]).toEqual(['token-one', 'token-two', undefined]);
    expect(statSync(test.file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(test.file, '..'))).toEqual(['secrets.json']);
  });

  it('holds nothing readable where there is a keychain; a process without it leaves what it cannot read alone', async () => {
    using test = scene();
    const inWindow = await test.open(cipher());
    expect(inWindow.protection).toBe('keychain');
    await inWindow.set('KEY', 'canary-of-the-window');
    expect(readFileSync(test.file, 'utf8')).not.toContain('canary');

    const inTerminal = await test.open();
    expect(inTerminal.list()).toEqual([{ name: 'KEY', isReadable: false }]);
    expect(inTerminal.get('KEY')).toBeUndefined();
    await inTerminal.set('OTHER', 'plain');
    expect((await test.open(cipher())).get('KEY')).toBe('canary-of-the-window');
    expect((await test.open(cipher('x'))).list()).toContainEqual({ name: 'KEY', isReadable: false });
  });

  it('encrypts anew what was encrypted with a key that is being replaced', async () => {
    using test = scene();
    await (await test.open(cipher('a'))).set('KEY', 'token');
    const replaced: SecretCipher = {
      encrypt: cipher('b').encrypt,
      decrypt: async (text) =>
        text.startsWith('a:') ? { ...(await cipher('a').decrypt(text)), isStale: true } : cipher('b').decrypt(text),
    };
    await test.open(replaced);
    expect((await test.open(cipher('b'))).get('KEY')).toBe('token');
  });

  it('is closed to others when it was open to them', async () => {
    using test = scene();
    await (await test.open()).set('KEY', 'token');
    chmodSync(test.file, 0o644);
    await test.open();
    expect(statSync(test.file).mode & 0o777).toBe(0o600);
    expect(test.lines.join()).toContain('Others could read');
  });

  it.each(['', '{"version":9,"secrets":{}}', '{"version":1,"secrets":{"KEY":"canary"}}', 'canary{'])(
    'put aside when it is damaged: %s',
    async (content) => {
      using test = scene();
      await (await test.open()).set('KEY', 'token');
      writeFileSync(test.file, content);
      const secrets = await test.open();
      expect(secrets.list()).toEqual([]);
      await secrets.set('NEW', 'value');
      expect((await test.open()).get('NEW')).toBe('value');
      expect(readFileSync(`${test.file}.damaged`, 'utf8')).toBe(content);
      expect(test.lines.join()).not.toContain('canary');
    },
  );

  it('takes no name that could not be referred to, and needs no file', async () => {
    using test = scene();
    const secrets = await openSecretFile({ file: undefined, log: test.log });
    for (const name of ['', 'a b', '__proto__', '1ST', 'x}', 'n'.repeat(65)]) {
      await expect(secrets.set(name, 'value')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    await secrets.set('KEY', 'value');
    expect(secrets.get('KEY')).toBe('value');
    expect(existsSync(test.file)).toBe(false);
  });

  it('keeps every log of the process from showing what is in it', async () => {
    using test = scene();
    const secrets = await test.open();
    await secrets.set('KEY', 'canary-in-the-log');
    test.log.error('It broke', new Error('with canary-in-the-log inside', { cause: { header: 'x canary-in-the-log y' } }));
    expect(test.lines.join()).toContain('[redacted]');
    expect(test.lines.join()).not.toContain('canary-in-the-log');
  });
});
