import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createLog, fileLog } from '../../../electron/platform/log';
import { blackenFromNowOn, createSecretFilter, withoutKnownSecrets } from '../../../electron/platform/redact';

function recorded(environment: { [name: string]: string } = {}) {
  const lines: string[] = [];
  const log = createLog({ writeLine: (line) => lines.push(line), environment, now: () => 0 });
  return { log, lines };
}

test('a line has a time, a level, a message and what was handed along', () => {
  const { log, lines } = recorded();
  log.warn('A listener threw', { runId: 'run_1' });
  log.error('The disk is full');
  expect(lines).toEqual([
    "1970-01-01T00:00:00.000Z warning A listener threw: { runId: 'run_1' }",
    '1970-01-01T00:00:00.000Z error The disk is full',
  ]);
});

test('an error is logged with its stack and its cause', () => {
  const { log, lines } = recorded();
  log.error('Internal error', new Error('Outer', { cause: new Error('Inner') }));
  expect(lines[0]).toMatch(/Outer.*at .*log\.test\.ts.*Inner/s);
});

test('values of secret variables and everything shaped like a key are blackened, wherever they stand', () => {
  const { log, lines } = recorded({ MY_TOKEN: 'tea-for-two', ANTHROPIC_API_KEY: 'value-of-key', EDITOR: 'vim-editor', A_SECRET: 'no' });
  log.warn('got tea-for-two', {
    key: 'value-of-key',
    other: ['sk-ant-api03-abcdefghijklmnop', 'Bearer abc.def-ghi'],
    editor: 'vim-editor, no',
  });
  log.error('x', new Error(`refused sk-ant-${'a'.repeat(40)} ghp_${'B'.repeat(30)}`));
  const text = lines.join('\n');
  expect(text).not.toMatch(/tea-for-two|value-of-key|sk-ant|abc\.def|ghp_/);
  expect(text).toContain("editor: 'vim-editor, no'");
  expect(text.match(/\[redacted\]/g)).toHaveLength(6);
});

test('the address of a model server stays readable, one with a password does not', () => {
  const { log, lines } = recorded({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080', SECRET_URL: 'http://ada:pass@host' });
  log.warn('http://127.0.0.1:8080 and http://ada:pass@host');
  expect(lines[0]).toMatch(/http:\/\/127\.0\.0\.1:8080 and \[redacted\]$/);
});

test('text from outside cannot steer the terminal', () => {
  const { log, lines } = recorded();
  log.warn('\u001b]0;owned\u0007\u001b[2Jred\u001b[31m \u0008\u009b1A');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must be gone
  expect(lines[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(lines[0]).toContain('red');
});

test('a log file is private and does not grow without end', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepgraph-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'logs', 'stepgraph.log');
  const log = fileLog(file);
  for (let line = 0; line < 14; line += 1) log.warn('x'.repeat(1024 * 1024));
  log.warn('the last line');
  expect(readdirSync(path.dirname(file)).sort()).toEqual(['stepgraph.log', 'stepgraph.log.1']);
  expect(statSync(file).size).toBeLessThanOrEqual(5 * 1024 * 1024);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/the last line\n$/);
});

const PEM = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAAo\n-----END PRIVATE KEY-----`;

test.each([
  ['an address', 'https://example.org/services/T000/B000/abcdefsecret', (secret: string) => `sent to ${secret}`],
  ['a short one', 'hun7er', (secret: string) => `the word is ${secret}`],
  ['a key in JSON', PEM, (secret: string) => JSON.stringify({ secret })],
  ['a password with quotes in JSON', 'say "please" 93b1', (secret: string) => JSON.stringify({ secret })],
  ['a key with quotes in other quotes', 'say "please"\n93b3', (secret: string) => inspect({ secret })],
  ['a password in an address', 'say "please" 93b2', (secret: string) => `https://host/?q=${encodeURIComponent(secret)}`],
  ['a line of a key', PEM, (secret: string) => `a.pem:2:${secret.split('\n')[1]}`],
])('a secret that the app was told is blackened, whatever it looks like: %s', (_what, secret, text) => {
  blackenFromNowOn(secret);
  expect(withoutKnownSecrets(text(secret))).toMatch(/\[redacted\]/);
  expect(withoutKnownSecrets(text(secret))).not.toMatch(/abcdefsecret|hun7er|please|MIIEvQ|BAQEFA/);
});

const LONG = 'hunter2?>~ÿ-correct-horse';

test.each<['base64' | 'base64url', string, string]>(
  (['base64', 'base64url'] as const).flatMap((kind) =>
    ['', 'u', 'u:', 'ada:', 'ada::', 'ada:::'].flatMap((before) =>
      ['', '@', '@host'].map((after) => [kind, before, after] as [typeof kind, string, string]),
    ),
  ),
)('a secret is blackened in %s, also between "%s" and "%s"', (kind, before, after) => {
  blackenFromNowOn(LONG);
  const encoded = Buffer.from(`${before}${LONG}${after}`).toString(kind);
  const shown = withoutKnownSecrets(`Basic ${encoded}.`);
  expect(shown).toMatch(/^Basic [\w+/-]*\[redacted\][\w+/-]*=*\.$/);
  // What is left are the letters around it, with at most one more on either side.
  expect(shown.replace('[redacted]', '').length).toBeLessThanOrEqual(
    'Basic .'.length + Math.ceil(((before.length + after.length) * 4) / 3) + 6,
  );
  expect(withoutKnownSecrets(encodeURIComponent(encoded))).toContain('[redacted]');
});

test('a secret of many lines is blackened in base64 of many lines', () => {
  blackenFromNowOn(PEM);
  const encoded = Buffer.from(PEM).toString('base64');
  for (const width of [64, 76]) {
    const lines = encoded.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n');
    expect(withoutKnownSecrets(lines).replaceAll('[redacted]', '').trim().length).toBeLessThan(16);
  }
});

test('a secret anywhere in base64 of many lines is blackened, wherever these are broken', () => {
  const secret = 'sq-canary+4f1e9b7730aa5c21/d8e6';
  blackenFromNowOn(secret);
  for (const before of Array.from({ length: 80 }, (_, length) => 'x'.repeat(length)))
    for (const width of [20, 64, 76])
      for (const lineBreak of ['\n', '\r\n', '\\n']) {
        const encoded = Buffer.from(`${before}${secret} and more`).toString('base64');
        const shown = withoutKnownSecrets(encoded.replaceAll(new RegExp(`.{${width}}`, 'g'), `$&${lineBreak}`));
        const left = shown.split('[redacted]').map((part) => Buffer.from(part.replaceAll(/\s|\\n/g, ''), 'base64').toString('latin1'));
        expect(left.join(' ')).not.toMatch(/canary|4f1e|9b77|30aa|5c21/);
        expect(shown).toContain('[redacted]');
      }
});

const MADE_UP = 'P@ssw0rd!2026 /ü&<\'"\\+é😀-prod';

test.each([
  ["Python's quote", 'P%40ssw0rd%212026%20/%C3%BC%26%3C%27%22%5C%2B%C3%A9%F0%9F%98%80-prod'],
  ['percent signs in small letters', encodeURIComponent(MADE_UP).replaceAll(/%../g, (sign) => sign.toLowerCase())],
  ['a form', new URLSearchParams({ a: MADE_UP }).toString()],
  ['the password of an address', Object.assign(new URL('http://a@host'), { password: MADE_UP }).href],
  ["Python's json.dumps", String.raw`"P@ssw0rd!2026 /\u00fc&<'\"\\+\u00e9\ud83d\ude00-prod"`],
  ["Go's JSON", String.raw`"P@ssw0rd!2026 /ü\u0026\u003c'\"\\+é😀-prod"`],
  ["PHP's JSON", String.raw`"P@ssw0rd!2026 \/\u00FC&<'\"\\+é😀-prod"`],
  ['printf %q', String.raw`P@ssw0rd\!2026\ /ü\&\<\'\"\\+é😀-prod`],
  ['printf %q where letters are bytes', String.raw`$'P@ssw0rd!2026 /\303\274&<\'"\\+\303\251\360\237\230\200-prod'`],
  ['quotes of a shell', `'${MADE_UP.replaceAll("'", `'"'"'`)}'`],
  ["Python's bytes", String.raw`b'P@ssw0rd!2026 /\xc3\xbc&<\'"\\+\xc3\xa9\xf0\x9f\x98\x80-prod'`],
  ['a page', 'P@ssw0rd!2026 /ü&amp;&lt;&#39;&quot;\\+&#xE9;😀-prod'],
])('a secret is blackened as programs spell it: %s', (_what, spelt) => {
  blackenFromNowOn(MADE_UP);
  expect(withoutKnownSecrets(`is ${spelt}.`)).toMatch(/^is [^P]*\[redacted\]["']?\/?\.$|^is (?:a=|http:\/\/a:)\[redacted\](?:@host\/)?\.$/);
  const filter = createSecretFilter();
  const pieces = [...Array.from(`is ${spelt}.`, (piece) => filter.add(piece)), filter.end()];
  expect(pieces.join('')).toBe(withoutKnownSecrets(`is ${spelt}.`));
});

test('texts made to be read in many ways take no longer than others', () => {
  blackenFromNowOn(`${'\\!'.repeat(40)}canary`);
  blackenFromNowOn(`${'\\'.repeat(20)}canary`);
  blackenFromNowOn(`${'%25'.repeat(40)}canary`);
  const started = performance.now();
  for (const part of ['\\', '\\\\!', '%25', '\\n', '-', 'x y ']) expect(withoutKnownSecrets(part.repeat(20_000))).toBe(part.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('of a short secret only itself is blackened, and what looks like base64 of another stays', () => {
  blackenFromNowOn('short-one');
  const others = [Buffer.from('short-one').toString('base64'), Buffer.from('another-secret-of-nobody').toString('base64')];
  expect(withoutKnownSecrets(others.join())).toBe(others.join());
  expect(withoutKnownSecrets('a short-one')).toBe('a [redacted]');
});

test('a secret of the environment is not logged in base64 either', () => {
  const { log, lines } = recorded({ MY_TOKEN: 'tea-for-two-or-three' });
  log.warn(`authorization: ${Buffer.from('ada:tea-for-two-or-three').toString('base64')}`);
  expect(lines[0]).toContain('[redacted]');
});

test('a key in a property of an error is not logged', () => {
  const { log, lines } = recorded();
  blackenFromNowOn(PEM);
  log.error('boom', Object.assign(new Error('refused'), { key: PEM }));
  expect(lines.join('\n')).not.toMatch(/MIIEvQ|BAQEFA/);
});
