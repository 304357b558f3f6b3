import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ServerEntry } from './serverEntry';

/**
 * SHA-256 over all of an entry, and over the scripts it names: what agreement to start a server is bound to, so that nothing of it can be
 * swapped afterwards (MCPoison, CVE-2025-54136). Values of secrets are not in it.
 */
export async function fingerprint(entry: ServerEntry): Promise<string> {
  const facts =
    entry.kind === 'http'
      ? [entry.kind, entry.name, entry.url, sorted(entry.headers)]
      : [entry.kind, entry.name, entry.command, entry.args, sorted(entry.env), entry.cwd, await scriptHashes(entry)];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function sorted(values: { readonly [name: string]: string }): [string, string][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Programs given by their path, and arguments that name scripts. Other files are data, which may change. */
async function scriptHashes({ command, args, cwd }: Extract<ServerEntry, { kind: 'stdio' }>): Promise<[string, string][]> {
  const candidates = [...(/[/\\]/.test(command) ? [command] : []), ...args.filter((argument) => SCRIPT.test(argument))];
  const found: [string, string][] = [];
  for (const candidate of candidates) {
    const file = path.resolve(cwd, candidate);
    const hash = await hashOf(file);
    if (hash !== undefined) found.push([file, hash]);
  }
  return found;
}

const SCRIPT = /\.(?:[cm]?[jt]sx?|py|sh|bash|zsh|rb|pl|php|lua|ps1|bat|cmd|jar|wasm)$/i;

/** Nothing for what is not a file that can be read: it would not start either. */
async function hashOf(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined;
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
