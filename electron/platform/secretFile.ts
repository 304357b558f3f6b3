import { chmod, readFile, rename, stat } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import type { Logger } from '../engine/ports';
import { blackenFromNowOn } from './redact';
import { replaceFile } from './replaceFile';
import { SECRET_NAME_PATTERN, type SecretCipher, type SecretStore } from './secrets';

const entrySchema = z.object({ kept: z.enum(['plain', 'keychain']), value: z.string() });
const fileSchema = z.object({ version: z.literal(1), secrets: z.record(z.string().regex(SECRET_NAME_PATTERN), entrySchema) });

type Entry = z.infer<typeof entrySchema>;

const OWNER_ONLY = 0o600;

export type SecretFileOptions = {
  /** Nothing: the secrets are gone with the process. */
  readonly file: string | undefined;
  readonly cipher?: SecretCipher | undefined;
  readonly log: Logger;
};

/**
 * Secrets in a file of mode 0600, encrypted where there is a cipher. Those of another process that this one can't decrypt stay as they are.
 * A file that can't be read is put aside when the next secret is set, never overwritten.
 */
export async function openSecretFile({ file, cipher, log }: SecretFileOptions): Promise<SecretStore> {
  const entries = new Map(Object.entries(file === undefined ? {} : ((await readEntries(file, log)) ?? {})));
  const values = new Map<string, string>();
  const stale: string[] = [];
  for (const [name, entry] of entries) {
    const read = await readValue(entry, cipher).catch((error: unknown) => {
      log.warn(`The secret ${name} could not be decrypted`, error);
      return undefined;
    });
    if (!read) continue;
    blackenFromNowOn(read.text);
    values.set(name, read.text);
    if (read.isStale) stale.push(name);
  }
  let lastWrite: Promise<void> = Promise.resolve();

  async function change(name: string, value: string | null): Promise<void> {
    const entry = value === null ? null : await newEntry(value, cipher);
    if (file !== undefined) await changeFile(file, name, entry, log);
    if (entry === null || value === null) {
      entries.delete(name);
      values.delete(name);
    } else {
      entries.set(name, entry);
      values.set(name, value);
    }
  }

  for (const name of stale) await change(name, values.get(name) ?? null);
  return {
    protection: cipher ? 'keychain' : 'file',
    get: (name) => values.get(name),
    list: () => [...entries.keys()].sort().map((name) => ({ name, isReadable: values.has(name) })),
    async set(name, value) {
      if (!SECRET_NAME_PATTERN.test(name)) {
        throw new AppError('INVALID_INPUT', 'A secret’s name begins with a letter and has at most 64 letters, digits and underscores.');
      }
      if (value !== null) blackenFromNowOn(value);
      const write = lastWrite.then(() => change(name, value));
      lastWrite = write.catch(() => undefined);
      await write;
    },
  };
}

async function newEntry(value: string, cipher: SecretCipher | undefined): Promise<Entry> {
  return cipher ? { kept: 'keychain', value: await cipher.encrypt(value) } : { kept: 'plain', value };
}

async function readValue({ kept, value }: Entry, cipher: SecretCipher | undefined) {
  return kept === 'plain' ? { text: value, isStale: false } : cipher?.decrypt(value);
}

/** What other processes have set meanwhile stays. */
async function changeFile(file: string, name: string, entry: Entry | null, log: Logger): Promise<void> {
  const { [name]: _, ...others } = (await readEntries(file, log)) ?? (await putAside(file));
  const secrets = entry === null ? others : { ...others, [name]: entry };
  try {
    await replaceFile(file, JSON.stringify({ version: 1, secrets }, undefined, 2), OWNER_ONLY);
  } catch (cause) {
    const sentence = `The secret could not be stored in ${file}. Check that there is room and that you may write there.`;
    throw new AppError('STORE_FAILED', sentence, undefined, { cause });
  }
}

/** Nothing for a file that is not one of ours, or not of this version. */
async function readEntries(file: string, log: Logger): Promise<Record<string, Entry> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (Object(error).code === 'ENOENT') return undefined;
    throw new AppError('STORE_FAILED', `The secrets in ${file} cannot be read. Check who may read the file.`, undefined, { cause: error });
  });
  if (text === undefined) return {};
  await keepToOwner(file, log);
  const parsed = fileSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.secrets;
  // Without the parser's words, which quote what they could not read.
  log.warn(`The secrets in ${file} are damaged or of another version, and are not used`);
  return undefined;
}

async function keepToOwner(file: string, log: Logger): Promise<void> {
  if (process.platform === 'win32' || ((await stat(file)).mode & 0o077) === 0) return;
  log.warn(`Others could read the secrets in ${file}; from now on only you can`);
  await chmod(file, OWNER_ONLY);
}

async function putAside(file: string): Promise<Record<string, Entry>> {
  await rename(file, `${file}.damaged`);
  return {};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
