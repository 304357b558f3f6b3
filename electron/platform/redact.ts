import { isSecretName, isSecretValue } from '../../shared/lib/secretName';
import type { SecretLook } from './secretLook';
import { looksOf } from './secretLooks';

/** Shapes of secrets, wherever they come from: Anthropic and OpenAI keys, GitHub tokens, AWS key ids, bearer headers. */
const SECRET_SHAPES = [
  /\bsk-[A-Za-z0-9_-]{12,}/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
] as const;

/** Of the environment nobody said that it is secret: shorter values are words like `none`, which would blacken ordinary text. */
const SHORTEST_SECRET = 8;
const REDACTED = '[redacted]';

/** Of the whole process: a secret may turn up in any error, whoever writes it down. */
const blackened = new Map<string, readonly SecretLook[]>();

/** No log of this process shows this value any more, and no result of a tool, wherever it came from: a secret that was read or typed in. */
export function blackenFromNowOn(value: string): void {
  const secret = value.trim();
  if (!blackened.has(secret)) blackened.set(secret, looksOf(secret));
}

/** Text without the secrets that this process has read or was told. Nothing else is changed, whatever it looks like. */
export function withoutKnownSecrets(text: string): string {
  return withoutLooks(text, known());
}

/** The same for text that comes in pieces: `add` answers what can be passed on, and what may be the beginning of a secret is held back until `end`. */
export function createSecretFilter(): { add(piece: string): string; end(): string } {
  let held = '';
  return {
    add(piece) {
      const text = withoutKnownSecrets(held + piece);
      const keep = beginningOfSecret(text);
      held = text.slice(text.length - keep);
      return text.slice(0, text.length - keep);
    },
    end() {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** How many characters at the end of `text` are the beginning of a secret. */
function beginningOfSecret(text: string): number {
  return text.length - Math.min(text.length, ...known().map((look) => look.beginning(text)));
}

function known(): readonly SecretLook[] {
  return [...blackened.values()].flat();
}

/** A longer one may contain a shorter one. */
function withoutLooks(text: string, looks: readonly SecretLook[]): string {
  return [...looks].sort((a, b) => b.size - a.size).reduce((rest, look) => look.replace(rest, REDACTED), text);
}

/** A function that blackens secrets in text: the values of secret variables and of those that look like one, and whatever looks like a key. */
export function createRedactor(environment: { readonly [name: string]: string | undefined }): (text: string) => string {
  const looks = Object.entries(environment)
    .map(([name, value = '']) => [name, value.trim()] as const)
    .filter(([name, value]) => isSecretValue(value) || (isSecretName(name) && !isAddress(value)))
    .map(([, value]) => value)
    .filter((value) => value.length >= SHORTEST_SECRET)
    .flatMap(looksOf);
  return (text) => {
    const withoutValues = withoutLooks(text, [...looks, ...known()]);
    return SECRET_SHAPES.reduce((rest, shape) => rest.replace(shape, REDACTED), withoutValues);
  };
}

/** ANTHROPIC_BASE_URL and its like help in a log, unless they carry a password. */
function isAddress(value: string): boolean {
  return /^https?:\/\/[^@]*$/.test(value);
}
