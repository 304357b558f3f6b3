import type { Tool } from './ports';

/** Whether `allowedTools` lets a tool be offered and run. Without a list all may; an entry may end in `*`; letter case is ignored. */
export function isToolAllowed(allowedTools: readonly string[] | undefined, name: string): boolean {
  return allowedTools === undefined || allowedTools.some((pattern) => matchesName(pattern.toLowerCase(), name.toLowerCase()));
}

/** The tool that a model means by `name`; letter case is ignored, so that `Read` works. */
export function findTool(tools: readonly Tool[], name: string): Tool | undefined {
  const wanted = name.toLowerCase();
  return tools.find((tool) => tool.name.toLowerCase() === wanted);
}

function matchesName(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
