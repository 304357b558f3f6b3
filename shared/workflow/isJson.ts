import type { Json } from '../lib/json';

/** Deeper than anything written by hand; keeps hostile input from exhausting the stack. */
export const DEEPEST_JSON = 100;

/** Whether a value survives `JSON.parse(JSON.stringify(value))`: no functions, class instances, cycles, `NaN` or `undefined` in it. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth >= DEEPEST_JSON) return false;
  if (Array.isArray(value)) return value.every((element) => isJson(element, depth + 1));
  return isPlainObject(value) && Object.values(value).every((element) => isJson(element, depth + 1));
}

/** Whether following a value leads further down than `DEEPEST_JSON`, as one that contains itself does. */
export function nestsTooDeep(value: unknown, depth = 0): boolean {
  if (!Array.isArray(value) && !isPlainObject(value)) return false;
  return depth >= DEEPEST_JSON || Object.values(value).some((element) => nestsTooDeep(element, depth + 1));
}

/** An object made by a literal or by `JSON.parse`, not by a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
