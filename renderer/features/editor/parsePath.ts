/** Reads a path that `jsonPath` wrote: `$.steps[2].dependsOn[0]` → `['steps', 2, 'dependsOn', 0]`. What follows an unreadable part is left out. */
export function parsePath(path: string): (string | number)[] {
  const segments: (string | number)[] = [];
  const segment = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  segment.lastIndex = path.startsWith('$') ? 1 : 0;
  for (let match = segment.exec(path); match; match = segment.exec(path)) {
    const [, key, index, quoted] = match;
    if (key !== undefined) segments.push(key);
    else if (index !== undefined) segments.push(Number(index));
    else if (quoted !== undefined) segments.push(String(JSON.parse(quoted)));
  }
  return segments;
}
