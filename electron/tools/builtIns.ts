import type { Tool } from '../sessions/ports';
import { createBashTool } from './bashTool';
import { createFileTools } from './fileTools';
import { createGlobTool } from './globTool';

/** The tools every session can have, bound to a work directory, which must be an absolute path without symbolic links. */
export function createBuiltInTools(workDir: string): readonly Tool[] {
  return [...createFileTools(workDir), createGlobTool(workDir), createBashTool(workDir)];
}
