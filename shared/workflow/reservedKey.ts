import { isPlainObject } from './isJson';
import { jsonPath } from './jsonPath';

/**
 * The place of a key called `__proto__` in something made by `JSON.parse`, or `null`. Most code that copies objects loses such a key or sets a
 * prototype by it; whoever takes in documents refuses it instead.
 */
export function findReservedKey(value: unknown, path: readonly PropertyKey[] = []): string | null {
  if (!Array.isArray(value) && !isPlainObject(value)) return null;
  if (Object.hasOwn(value, '__proto__')) return jsonPath([...path, '__proto__']);
  for (const [key, element] of Object.entries(value)) {
    const found = findReservedKey(element, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found !== null) return found;
  }
  return null;
}
