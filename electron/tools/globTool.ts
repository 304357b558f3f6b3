import path from 'node:path';
import { resolvePath } from '@anthropic-ai/sdk/tools/agent-toolset/node';
import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import type { Tool } from '../sessions/ports';
import { tool } from './customTool';
import { globInWorker } from './globWorker';
import { withTimeLimit } from './timeLimit';

const GLOB_LIMIT_MS = 20_000;
const RESULT_LIMIT = 200;
const TOO_SLOW = `The search took more than ${GLOB_LIMIT_MS / 1000} s. Use a simpler pattern, or search in a smaller folder.`;

/** The input and the answer of the SDK's `glob`, found on a thread that can be ended (see `globInWorker`). */
export const globTool: Tool = tool(
  {
    name: 'glob',
    description: [
      'Find files in the work directory by a glob pattern such as src/**/*.ts.',
      `The newest come first, at most ${RESULT_LIMIT}; .git and node_modules are left out.`,
    ].join(' '),
    inputSchema: z.object({
      pattern: z.string().min(1).max(1000).describe('A relative pattern'),
      path: z.string().optional().describe('Folder to search in, relative to the work directory'),
    }),
    isReadOnly: true,
  },
  async (input, { workDir, signal }) => {
    refuseAscent(input.pattern);
    const root = await resolvePath({ workdir: workDir }, input.path ?? '.');
    const request = { root, pattern: input.pattern, limit: RESULT_LIMIT };
    const answer = await withTimeLimit(GLOB_LIMIT_MS, signal, TOO_SLOW, (limited) => globInWorker(request, limited));
    if ('problem' in answer) throw new AppError('TOOL_FAILED', `The pattern could not be used: ${answer.problem}`);
    if (answer.total === 0) return 'no matches';
    const files = answer.files.map((file) => path.relative(workDir, file));
    return answer.total > files.length ? [...files, `[${answer.total - files.length} older files left out]`].join('\n') : files.join('\n');
  },
);

/** Only spares the walk: what lies outside the root is left out whatever the pattern says. */
function refuseAscent(pattern: string): void {
  if (!path.isAbsolute(pattern) && !pattern.split(/[\\/{},]/).includes('..')) return;
  throw new AppError(
    'TOOL_FAILED',
    'The pattern must be relative and must not contain "..". Use path to search in another folder of the work directory.',
  );
}
