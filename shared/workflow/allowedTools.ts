/** Whether `allowedTools` lets a tool be offered and run. Without a list all may; an entry may end in `*`; letter case is ignored. */
export function isToolAllowed(allowedTools: readonly string[] | undefined, name: string): boolean {
  return allowedTools === undefined || allowedTools.some((pattern) => matchesName(pattern.toLowerCase(), name.toLowerCase()));
}

function matchesName(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
