import type { Tool } from '../sessions/ports';
import { bashTool } from './bashTool';
import { fileTools } from './fileTools';
import { searchTools } from './searchTools';

/** Made once: drawing up their schemas takes longer than most calls. */
const BUILT_INS: readonly Tool[] = [...fileTools, ...searchTools, bashTool];

/** The tools every session can have, working in `workDir`, which must be an absolute path without symbolic links. */
export function createBuiltInTools(workDir: string): readonly Tool[] {
  return BUILT_INS.map((tool) => ({ ...tool, execute: (input, context) => tool.execute(input, { ...context, workDir }) }));
}
