import type { PermissionMode } from './session';

/** How much what one session starts may do: never more than the session itself. */

/** From what allows least to what allows most. */
const FROM_STRICT_TO_LOOSE: readonly PermissionMode[] = ['plan', 'default', 'acceptEdits', 'bypassPermissions'];

/** Of two permission modes the one that allows less. */
export function stricterMode(one: PermissionMode, other: PermissionMode): PermissionMode {
  return FROM_STRICT_TO_LOOSE.indexOf(one) <= FROM_STRICT_TO_LOOSE.indexOf(other) ? one : other;
}

/**
 * What two lists of `allowedTools` both allow; no list allows everything. Exact, because of two patterns that end in `*` either one
 * covers the other or nothing fits both.
 */
export function commonTools(one: readonly string[] | undefined, other: readonly string[] | undefined): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const common = [...one.filter((entry) => isCovered(entry, other)), ...other.filter((entry) => isCovered(entry, one))];
  return common.filter((entry, index) => common.findIndex((before) => before.toLowerCase() === entry.toLowerCase()) === index);
}

/** Whether a list allows all that an entry of another list allows. */
function isCovered(entry: string, by: readonly string[]): boolean {
  const wanted = entry.toLowerCase();
  return by.some((pattern) => {
    const allowed = pattern.toLowerCase();
    return allowed.endsWith('*') ? wanted.startsWith(allowed.slice(0, -1)) : wanted === allowed;
  });
}
