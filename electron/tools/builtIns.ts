import type { SandboxMode } from '../../shared/session/sandbox';
import type { Tool } from '../sessions/ports';
import { createBashTool } from './bashTool';
import { fileTools } from './fileTools';
import { searchTools } from './searchTools';

/**
 * The tools every session can have, for each work directory, which must be an absolute path without symbolic links. Made once: drawing up their
 * schemas takes longer than most calls.
 */
export function createBuiltInTools(sandbox: () => SandboxMode = () => 'off'): (workDir: string) => readonly Tool[] {
  const tools = [...fileTools, ...searchTools, createBashTool(sandbox)];
  return (workDir) => tools.map((tool) => ({ ...tool, execute: (input, context) => tool.execute(input, { ...context, workDir }) }));
}
