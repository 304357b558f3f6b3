import type { Json } from '../lib/json';

/** What a call of `write` or `edit` would make of a file. */
export type FileChange = { readonly file: string; readonly before: string; readonly after: string; readonly isNew: boolean };

/**
 * The change as far as it can be foretold from the file's text `before` (`null`: there is no such file). Where that is not known, or the call would
 * fail, an edit is shown by its own two texts. Nothing for calls of other tools.
 */
export function fileChangeOf({
  tool,
  input,
  before,
}: {
  readonly tool: string;
  readonly input: Json;
  readonly before?: string | null;
}): FileChange | undefined {
  const { file_path: file, content, old_string: old, new_string: replacement, replace_all: isEverywhere } = Object(input);
  if (typeof file !== 'string') return undefined;
  if (tool === 'write' && typeof content === 'string') return { file, before: before ?? '', after: content, isNew: before === null };
  if (tool !== 'edit' || typeof old !== 'string' || typeof replacement !== 'string') return undefined;
  if (typeof before !== 'string' || old === '' || !before.includes(old)) return { file, before: old, after: replacement, isNew: false };
  const after = isEverywhere === true ? before.replaceAll(old, () => replacement) : before.replace(old, () => replacement);
  return { file, before, after, isNew: false };
}
