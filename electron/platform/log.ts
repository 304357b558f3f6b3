import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { inspect, stripVTControlCharacters } from 'node:util';
import type { Logger } from '../engine/ports';
import { createRedactor } from './redact';

export type LogOptions = {
  /** Takes one whole line, without its end. */
  readonly writeLine: (line: string) => void;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly now: () => number;
};

/** A log without secrets and without anything that could steer a terminal. */
export function createLog({ writeLine, environment, now }: LogOptions): Logger {
  const redact = createRedactor(environment);
  const log = (level: string) => (message: string, details?: unknown) => {
    const text = details === undefined ? message : `${message}: ${describe(details)}`;
    writeLine(`${new Date(now()).toISOString()} ${level} ${printable(redact(text))}`);
  };
  return { warn: log('warning'), error: log('error') };
}

/** To the process's standard error. */
export function stderrLog(): Logger {
  return createLog({ writeLine: (line) => process.stderr.write(`${line}\n`), environment: process.env, now: () => Date.now() });
}

const LARGEST_LOG_BYTES = 5 * 1024 * 1024;

/** To a file only its owner may read; once it is large it becomes `<file>.1` and a new one begins. A log that cannot be written is given up quietly. */
export function fileLog(file: string): Logger {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let size = sizeOf(file);
  const writeLine = (line: string) => {
    const bytes = Buffer.byteLength(line) + 1;
    try {
      if (size > 0 && size + bytes > LARGEST_LOG_BYTES) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      size += bytes;
    } catch {
      // There is nowhere to say it, and no work may fail for want of a log.
    }
  };
  return createLog({ writeLine, environment: process.env, now: () => Date.now() });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** An error with its stack and causes; other values as Node shows them. */
function describe(details: unknown): string {
  return typeof details === 'string' ? details : inspect(details, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
}

/** Line ends and tabs stay; other control characters could move a terminal's cursor or change its title. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u{fffd}');
}
