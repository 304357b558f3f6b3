import type { WorkflowDefinition, WorkflowParameter } from '../../../shared/workflow/schema';
import type { FieldValues } from './parameterForm';

type Parameters = Pick<WorkflowDefinition, 'parameters'>;

/** The last word of a name that says "a folder": `REPO_PATH`, `FOLDER`, `outDir`. */
const FOLDER_WORDS = [/(^|_)(path|dir|directory|folder)$/i, /[a-z](Path|Dir|Directory|Folder)$/];
const FILE_WORD = /file/i;

/** Whether a parameter's name says that its value is a folder. */
export function namesFolder(name: string, { type }: Pick<WorkflowParameter, 'type'>): boolean {
  return type === 'string' && FOLDER_WORDS.some((word) => word.test(name)) && !FILE_WORD.test(name);
}

/** Required folders that nobody gave yet are the work directory: that is where steps can read. `given` names what was typed, even to nothing. */
export function withWorkDir(
  { parameters = {} }: Parameters,
  fields: FieldValues,
  workDir: string,
  given: ReadonlySet<string>,
): FieldValues {
  const filled = Object.entries(parameters)
    .filter(([name, parameter]) => parameter.required && namesFolder(name, parameter) && fields[name] === '' && !given.has(name))
    .map(([name]) => [name, workDir] as const);
  return filled.length === 0 ? fields : { ...fields, ...Object.fromEntries(filled) };
}

/** The folder a value names, where it lies outside the work directory and steps could not read it; judged by the text alone. */
export function folderOutside(workDir: string, value: string): string | undefined {
  if (workDir.trim() === '' || value.trim() === '') return undefined;
  const root = normalised(workDir.trim());
  const folder = normalised(isAbsolute(value.trim()) ? value.trim() : `${root}/${value.trim()}`);
  const isInside = folder === root || folder.startsWith(root.endsWith('/') ? root : `${root}/`);
  return isInside ? undefined : folder;
}

function isAbsolute(path: string): boolean {
  return /^([/\\]|[a-z]:[/\\])/i.test(path);
}

/** One kind of slash, and nothing that goes nowhere or back. */
function normalised(path: string): string {
  const drive = /^[a-z]:/i.exec(path)?.[0] ?? '';
  // Only a path that begins with a drive is one of Windows, where a backslash is a slash.
  const rest = drive === '' ? path : path.slice(drive.length).replaceAll('\\', '/');
  const kept: string[] = [];
  for (const part of rest.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `${drive}/${kept.join('/')}`;
}
