import type { Tool } from './ports';

/** The tool that a model means by `name`; letter case is ignored, so that `Read` works. */
export function findTool(tools: readonly Tool[], name: string): Tool | undefined {
  const wanted = name.toLowerCase();
  return tools.find((tool) => tool.name.toLowerCase() === wanted);
}
