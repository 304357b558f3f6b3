import { readFileSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { z } from 'zod';
import type { Price, PriceTable } from '../../shared/catalog/prices';
import { priceTableSchema } from '../../shared/catalog/prices';
import { AppError } from '../../shared/lib/appError';
import type { Clock } from '../engine/ports';
import { replaceFile } from '../platform/replaceFile';

/** `null` takes a price out. */
export type PriceChanges = { readonly [model: string]: Price | null };

/** `problem`: why nothing of the file counts, and what to do. */
type Content = { readonly prices: PriceTable; readonly problem: string | null };

export type PriceFile = {
  readonly path: string;
  /** What is in the file, looked at again a second later at the latest. */
  content(): Content;
  /** Changes some of the prices and leaves the others as they are by then. A file that cannot be used is put aside, not overwritten. */
  change(changes: PriceChanges): Promise<void>;
};

/** The disk is not asked again within this time: the price of every reply is looked up. */
const LOOK_EVERY_MS = 1_000;
const NO_FILE: Content = { prices: {}, problem: null };

/** The person's own prices: a JSON object of model names, or beginnings of names with a `*`, and their prices. It may be edited by hand at any time. */
export function createPriceFile(path: string, clock: Pick<Clock, 'monotonic'>): PriceFile {
  let content = NO_FILE;
  let knownStamp: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let lastWrite: Promise<void> = Promise.resolve();

  async function write(changes: PriceChanges): Promise<void> {
    const { prices, problem } = load(path);
    try {
      if (problem !== null) await rename(path, `${path}.damaged`);
      const changed = Object.entries({ ...prices, ...changes }).filter(([, price]) => price !== null);
      await replaceFile(path, `${JSON.stringify(Object.fromEntries(changed), undefined, 2)}\n`);
    } catch (cause) {
      const sentence = `The prices could not be stored in ${path}. Check that there is room and that you may write there.`;
      throw new AppError('STORE_FAILED', sentence, undefined, { cause });
    } finally {
      lookedAt = Number.NEGATIVE_INFINITY;
    }
  }

  return {
    path,
    content() {
      const now = clock.monotonic();
      if (now - lookedAt < LOOK_EVERY_MS) return content;
      lookedAt = now;
      const stamp = stampOf(path);
      if (stamp !== knownStamp) content = load(path);
      knownStamp = stamp;
      return content;
    },
    async change(changes) {
      const written = lastWrite.then(() => write(changes));
      lastWrite = written.catch(() => undefined);
      await written;
    },
  };
}

/** Tells one state of a file from another; undefined where there is none to be seen. */
function stampOf(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
  } catch {
    return undefined;
  }
}

function load(path: string): Content {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (Object(error).code === 'ENOENT') return NO_FILE;
    return unusable(path, `it cannot be read (${Object(error).code ?? 'unknown reason'})`);
  }
  const parsed = priceTableSchema.safeParse(jsonOf(text));
  return parsed.success ? { prices: parsed.data, problem: null } : unusable(path, complaint(parsed.error));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function complaint({ issues }: z.ZodError): string {
  const [first] = issues;
  if (!first || first.path.length === 0) return 'it is not a JSON object of models and their prices';
  const [model, ...field] = first.path;
  const reason = first.code === 'invalid_key' ? (first.issues[0]?.message ?? first.message) : first.message;
  return `${[`“${String(model)}”`, ...field.map(String)].join(' ')}: ${reason}`;
}

function unusable(path: string, why: string): Content {
  return { prices: {}, problem: `${path} is not used: ${why}. Put it right, or delete it; until then the built-in prices hold.` };
}
