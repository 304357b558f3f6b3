import { DEEPEST_JSON, isPlainObject } from '../../shared/workflow/isJson';
import { isTool } from './options';

/**
 * Copies plain data, so that callers may change and reuse their objects at once. Tools, functions and class instances are kept as they are, since they
 * have an identity; so is what lies deeper than any definition may, for validation to refuse.
 */
export function ownCopy<T>(value: T, depth?: number): T;
export function ownCopy(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST_JSON || isTool(value)) return value;
  if (Array.isArray(value)) return value.map((item) => ownCopy(item, depth + 1));
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ownCopy(item, depth + 1)]));
  return value;
}

/** Freezes what `ownCopy` has copied. */
export function deepFreeze<T>(value: T, depth = 0): T {
  if (depth > DEEPEST_JSON || isTool(value)) return value;
  if (Array.isArray(value) || isPlainObject(value)) {
    for (const item of Object.values(value)) deepFreeze(item, depth + 1);
    Object.freeze(value);
  }
  return value;
}

/** The same listener, which is given events of its own: what it does to them changes nothing of what they tell of. */
export function givenCopies<Event>(listener: ((event: Event) => unknown) | undefined): ((event: Event) => unknown) | undefined {
  return listener && ((event) => listener(ownCopy(event)));
}
