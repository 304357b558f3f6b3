import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import type { Tool } from '../sessions/ports';
import { findInside } from './confinedFiles';
import { tool } from './customTool';
import { refuseCostlyGlob } from './globPattern';
import { findFiles } from './globWorker';
import { findText } from './grepWorker';
import { restrictedPaths } from './restrictedPath';
import { type KeptBack, searchOnThread } from './searchThread';
import { withTimeLimit } from './timeLimit';

const SEARCH_LIMIT_MS = 20_000;
const FILE_LIMIT = 200;
const TEXT_LIMIT = 100 * 1024;
/** Sound patterns get done eight times as many and more. */
const CHARACTERS_PER_MS = 1_000;
const LEFT_OUT = '[some files were left out: rules deny them or ask about them, and a call that names one in path is judged by itself]';
const TOO_SLOW = `The search took more than ${SEARCH_LIMIT_MS / 1000} s. Use a simpler pattern, or search in a smaller folder.`;

const globTool = tool(
  {
    name: 'glob',
    description: [
      'Find files in the work directory by a glob pattern such as src/**/*.ts.',
      `The newest come first, at most ${FILE_LIMIT}; .git and node_modules are left out.`,
    ].join(' '),
    inputSchema: z.object({
      pattern: z.string().min(1).max(1000).describe('A relative pattern'),
      path: z.string().optional().describe('Folder to search in, relative to the work directory'),
    }),
    isReadOnly: true,
  },
  async (input, { workDir, signal, withheld, judged }) => {
    refuseAscent(input.pattern);
    refuseCostlyGlob(input.pattern);
    const { real: root } = await findInside(workDir, input.path ?? '.', judged);
    const request = { root, pattern: input.pattern, limit: FILE_LIMIT, ...(await keptBack(workDir, withheld)) };
    const answer = await withTimeLimit(SEARCH_LIMIT_MS, signal, TOO_SLOW, (limited) =>
      searchOnThread({ search: findFiles, request, leastPerLook: 1, leastPerMs: 2 }, limited),
    );
    const files = answer.files.map((file) => path.relative(workDir, file));
    return [
      ...(answer.total === 0 ? ['no matches'] : files),
      ...(answer.total > files.length ? [`[${answer.total - files.length} older files left out]`] : []),
      ...(answer.isLeftOut ? [LEFT_OUT] : []),
    ].join('\n');
  },
);

/** What rules keep from the search, for its thread: paths relative to where the work directory really is. */
async function keptBack(workDir: string, patterns: readonly string[] = []): Promise<KeptBack> {
  return { base: (await findInside(workDir, '.')).real, withheld: patterns.flatMap(restrictedPaths), leftOut: LEFT_OUT };
}

/** Only spares the walk: what lies outside the root is left out whatever the pattern says. */
function refuseAscent(pattern: string): void {
  if (!path.isAbsolute(pattern) && !pattern.split(/[\\/{},]/).includes('..')) return;
  throw new AppError(
    'TOOL_FAILED',
    'The pattern must be relative and must not contain "..". Use path to search in another folder of the work directory.',
  );
}

const grepTool = tool(
  {
    name: 'grep',
    description: 'Search the contents of files in the work directory for a regular expression. Answers lines of path:line number:text.',
    inputSchema: z.object({
      pattern: z.string().min(1),
      path: z.string().optional().describe('File or folder to search in, relative to the work directory'),
    }),
    isReadOnly: true,
  },
  async (input, { workDir, signal, withheld, judged }) => {
    const { real: place } = await findInside(workDir, input.path ?? '.', judged);
    const request = { place, root: workDir, pattern: input.pattern, characters: TEXT_LIMIT, ...(await keptBack(workDir, withheld)) };
    return withTimeLimit(SEARCH_LIMIT_MS, signal, TOO_SLOW, (limited) =>
      searchOnThread({ search: findText, request, leastPerLook: 100, leastPerMs: CHARACTERS_PER_MS }, limited),
    );
  },
);

/** The SDK's `glob` and `grep` by name, input and answer, on threads that can be ended, and on opened files (see `openInside`). */
export const searchTools: readonly Tool[] = [globTool, grepTool];
