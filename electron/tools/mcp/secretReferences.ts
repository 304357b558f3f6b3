import { AppError } from '../../../shared/lib/appError';
import { blackenFromNowOn } from '../../platform/redact';
import { looksOf } from '../../platform/secretLooks';
import type { SecretSource } from '../../platform/secrets';
import type { ServerEntry } from './serverEntry';

export type RevealedEntry = {
  readonly entry: ServerEntry;
  /** Blackens the values that were put in, wherever the server or an error repeats them. */
  readonly scrub: (text: string) => string;
};

const REFERENCE = /\$\{secret:([^}]*)\}/g;

/** Puts the secrets in the place of `${secret:NAME}`: only now, and only for the program or address. `MCP_FAILED` names those that are missing. */
export function revealSecrets(entry: ServerEntry, secrets: SecretSource): RevealedEntry {
  const values = new Map<string, string>();
  const missing = new Set<string>();
  const reveal = (text: string) =>
    text.replace(REFERENCE, (_, name: string) => {
      const value = secrets.get(name);
      if (value === undefined) missing.add(name);
      else values.set(name, value);
      if (value !== undefined) blackenFromNowOn(value);
      return value ?? '';
    });
  const revealed = withTexts(entry, reveal);
  if (missing.size > 0) {
    const names = [...missing].join(', ');
    throw new AppError(
      'MCP_FAILED',
      `The MCP server "${entry.name}" needs the secret ${names}, which is not set. Set it in Settings, under Secrets.`,
    );
  }
  return { entry: revealed, scrub: (text) => scrubbed(text, values) };
}

/** The names of the secrets that an entry asks for. */
export function secretNames(entry: ServerEntry): readonly string[] {
  const names = new Set<string>();
  withTexts(entry, (text) => {
    for (const [, name = ''] of text.matchAll(REFERENCE)) names.add(name);
    return text;
  });
  return [...names];
}

function withTexts(entry: ServerEntry, change: (text: string) => string): ServerEntry {
  const changeValues = (values: { readonly [name: string]: string }) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  return entry.kind === 'http'
    ? { ...entry, url: change(entry.url), headers: changeValues(entry.headers) }
    : { ...entry, args: entry.args.map(change), env: changeValues(entry.env) };
}

/** Longer values first, since one may contain another; also as they look inside JSON, in an address and in base64. */
function scrubbed(text: string, values: ReadonlyMap<string, string>): string {
  const byLength = [...values].sort(([, one], [, other]) => other.length - one.length);
  return byLength.reduce((rest, [name, value]) => {
    const whole = value === '' ? rest : rest.replaceAll(value, `[secret ${name}]`);
    return looksOf(value).reduce((left, look) => look.replace(left, `[secret ${name}]`), whole);
  }, text);
}
