import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import type { Tool } from '../sessions/ports';
import { findFileInside, replaceContent, withContent } from './confinedFiles';
import { tool } from './customTool';
import { changedSinceShown, refuseChanged } from './judgedFile';
import { readLines } from './readLines';
import { withTimeLimit } from './timeLimit';
import { exactText, wholeFile } from './wholeFile';

/** As in the SDK's tools: what is read is held whole. */
const SIZE_LIMIT = 256 * 1024;
/** A file may be endless before the lines that are wanted. */
const LINES_LIMIT_MS = 10_000;
const LINES_TOO_FAR = `These lines were not reached in ${LINES_LIMIT_MS / 1000} s. Search the file with grep instead.`;

const USE_RANGE = 'Use view_range to read some of its lines, e.g. [1, 500].';

const filePath = z.string().min(1).describe('Path, relative to the work directory');

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
  async ({ file_path, view_range }, { workDir, signal, judged }) => {
    const file = await findFileInside(workDir, file_path, judged);
    if (!view_range) return (await wholeFile(file, signal, SIZE_LIMIT, tooLarge(file_path, USE_RANGE))).toString('utf8');
    return withTimeLimit(LINES_LIMIT_MS, signal, LINES_TOO_FAR, (limited) =>
      withContent(file, limited, (pieces) => readLines(pieces, view_range, SIZE_LIMIT)),
    );
  },
);

const writeTool = tool(
  {
    name: 'write',
    description: 'Create or overwrite a UTF-8 text file of the work directory. Missing folders are made.',
    inputSchema: z.object({ file_path: filePath, content: z.string() }),
  },
  async ({ file_path, content }, { workDir, signal, judged }) => {
    const file = await findFileInside(workDir, file_path, judged);
    await refuseChanged(file, judged, signal);
    await replaceContent(file, content);
    return `wrote ${Buffer.byteLength(content)} bytes to ${file_path}`;
  },
);

const editTool = tool(
  {
    name: 'edit',
    description:
      'Replace old_string by new_string in a file of the work directory. old_string must occur exactly once, unless replace_all is true.',
    inputSchema: z.object({
      file_path: filePath,
      old_string: z.string().min(1),
      new_string: z.string(),
      replace_all: z.boolean().optional(),
    }),
  },
  async ({ file_path, old_string, new_string, replace_all = false }, { workDir, signal, judged }) => {
    const file = await findFileInside(workDir, file_path, judged);
    const text = exactText(await wholeFile(file, signal, SIZE_LIMIT, tooLarge(file_path, 'It is too large to be edited.')));
    if (judged?.before !== undefined && judged.before !== text) throw changedSinceShown();
    if (text === undefined)
      throw new AppError('TOOL_FAILED', `${file_path} is no UTF-8 text, and editing it would change more than was asked for. Use bash.`);
    const withItsLineEnds = hasOnlyCrLf(text) ? (part: string) => part.replace(/\r?\n/g, '\r\n') : (part: string) => part;
    const parts = text.split(withItsLineEnds(old_string));
    const count = parts.length - 1;
    if (count === 0) throw new AppError('TOOL_FAILED', `old_string does not occur in ${file_path}. Read the file again.`);
    if (count > 1 && !replace_all) {
      throw new AppError('TOOL_FAILED', `old_string occurs ${count} times in ${file_path}. Add what stands around it, or set replace_all.`);
    }
    await replaceContent(file, parts.join(withItsLineEnds(new_string)));
    return `edited ${file_path} (${count} replacement(s))`;
  },
);

function tooLarge(file: string, advice: string): string {
  return `${file} has more than ${SIZE_LIMIT} bytes. ${advice}`;
}

function hasOnlyCrLf(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
}

/** The SDK's file tools by name, input and answer, but on opened files that were checked to lie in the work directory (see `openInside`). */
export const fileTools: readonly Tool[] = [readTool, writeTool, editTool];
