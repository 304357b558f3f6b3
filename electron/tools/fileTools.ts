import { betaEditTool, betaGrepTool, betaReadTool, betaWriteTool } from '@anthropic-ai/sdk/tools/agent-toolset/node';
import { z } from 'zod';
import type { Tool } from '../sessions/ports';
import { tool } from './customTool';
import { relativePaths } from './relativePaths';
import { withTimeLimit } from './timeLimit';

/** A regular expression may backtrack for ever; the SDK runs it on a thread that ends with the signal. */
const GREP_LIMIT_MS = 20_000;
const GREP_TOO_SLOW = `The search took more than ${GREP_LIMIT_MS / 1000} s. Use a simpler pattern, or search in a smaller folder.`;

const filePath = z.string().describe('Path, relative to the work directory');

const readTool = tool(
  {
    name: 'read',
    description: 'Read a UTF-8 text file of the work directory. A file above 256 KiB needs view_range.',
    inputSchema: z.object({
      file_path: filePath,
      view_range: z
        .tuple([z.int(), z.int()])
        .optional()
        .describe('[first line, last line] from 1, both included; -1 as the last line means the end'),
    }),
    isReadOnly: true,
  },
  (input, { workDir }) => betaReadTool({ workdir: workDir }).run(input),
);

const writeTool = tool(
  {
    name: 'write',
    description: 'Create or overwrite a UTF-8 text file of the work directory. Missing folders are made.',
    inputSchema: z.object({ file_path: filePath, content: z.string() }),
  },
  (input, { workDir }) => betaWriteTool({ workdir: workDir }).run(input),
);

const editTool = tool(
  {
    name: 'edit',
    description:
      'Replace old_string by new_string in a file of the work directory. old_string must occur exactly once, unless replace_all is true.',
    inputSchema: z.object({ file_path: filePath, old_string: z.string(), new_string: z.string(), replace_all: z.boolean().optional() }),
  },
  (input, { workDir }) => betaEditTool({ workdir: workDir }).run(input),
);

const grepTool = tool(
  {
    name: 'grep',
    description: 'Search the contents of files in the work directory for a regular expression. Answers lines of path:line number:text.',
    inputSchema: z.object({
      pattern: z.string(),
      path: z.string().optional().describe('File or folder to search in, relative to the work directory'),
    }),
    isReadOnly: true,
  },
  async (input, { callId, workDir, signal }) => {
    const { run } = betaGrepTool({ workdir: workDir });
    const toolUse = { type: 'tool_use', id: callId, name: 'grep', input } as const;
    const output = await withTimeLimit(GREP_LIMIT_MS, signal, GREP_TOO_SLOW, (limited) =>
      run(input, { toolUse, toolUseBlock: toolUse, signal: limited }),
    );
    return typeof output === 'string' ? relativePaths(output, workDir) : output;
  },
);

/**
 * The Anthropic SDK's file tools, with checked input. They resolve every symbolic link and refuse what leads out of the work directory,
 * refuse devices and pipes, and write by way of a temporary file.
 */
export const fileTools: readonly Tool[] = [readTool, writeTool, editTool, grepTool];
