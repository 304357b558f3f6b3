import { isSecretName } from '../../shared/lib/secretName';

/** Shapes of secrets, wherever they come from: Anthropic and OpenAI keys, GitHub tokens, AWS key ids, bearer headers. */
const SECRET_SHAPES = [
  /\bsk-[A-Za-z0-9_-]{12,}/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
] as const;

/** Shorter values are words like `none`, which would blacken ordinary text. */
const SHORTEST_SECRET = 8;
const REDACTED = '[redacted]';

/** Of the whole process: a secret may turn up in any error, whoever writes it down. */
const blackened = new Set<string>();

/** No log of this process shows this value any more, wherever it came from: a secret that was read or typed in. */
export function blackenFromNowOn(value: string): void {
  if (value.trim().length >= SHORTEST_SECRET) blackened.add(value.trim());
}

/** A function that blackens secrets in text: the values of secret variables, and whatever looks like a key. */
export function createRedactor(environment: { readonly [name: string]: string | undefined }): (text: string) => string {
  const values = Object.entries(environment)
    .filter(([name, value]) => isSecretName(name) && !isAddress(value))
    .map(([, value]) => value?.trim() ?? '')
    .filter((value) => value.length >= SHORTEST_SECRET);
  return (text) => {
    // A longer one may contain a shorter one.
    const longestFirst = [...values, ...blackened].sort((a, b) => b.length - a.length);
    const withoutValues = longestFirst.reduce((rest, value) => rest.replaceAll(value, REDACTED), text);
    return SECRET_SHAPES.reduce((rest, shape) => rest.replace(shape, REDACTED), withoutValues);
  };
}

/** ANTHROPIC_BASE_URL and its like help in a log, unless they carry a password. */
function isAddress(value: string | undefined): boolean {
  return value !== undefined && /^https?:\/\/[^@]*$/.test(value);
}
