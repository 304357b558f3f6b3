import { AppError } from '../../../shared/lib/appError';
import { bringsAlong } from '../../../shared/workflow/bringsAlong';
import { LARGEST_FILE, parseWorkflowText } from '../../../shared/workflow/parse';
import { type WorkflowDefinition, workflowSchema } from '../../../shared/workflow/schema';
import { editorStore } from './editorStore';
import { askToTakeOver } from './foreign';

/** What opening a file needs of it. */
export type OpenableFile = Pick<File, 'name' | 'size' | 'text'>;

/** Lets the person choose a file in the system's own dialog, and opens it. */
export async function chooseWorkflowFile(): Promise<void> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  const file = await new Promise<File | undefined>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.addEventListener('cancel', () => resolve(undefined));
    input.click();
  });
  if (file) await openWorkflowFile(file);
}

/** Opens a workflow file in a tab of its own, once the person has seen what it brings. Refuses with a sentence what is no workflow. */
export async function openWorkflowFile(file: OpenableFile): Promise<void> {
  const definition = readWorkflow(file.name, await textOf(file));
  const title = `Open “${definition.name}” from ${file.name}?`;
  if (await askToTakeOver({ title, verb: 'Open', brought: bringsAlong(definition) })) editorStore.getState().newWorkflow(definition);
}

async function textOf(file: OpenableFile): Promise<string> {
  // A character takes at most four bytes; what is larger is not even read.
  if (file.size > 4 * LARGEST_FILE) throw refusal(file.name, 'The file is too large to be a workflow.');
  try {
    return await file.text();
  } catch {
    throw refusal(file.name, 'The file could not be read. A folder is not a workflow file.');
  }
}

function readWorkflow(name: string, text: string): WorkflowDefinition {
  const { value, problems } = parseWorkflowText(text);
  const [problem] = problems;
  if (problem) throw refusal(name, problem.message);
  const parsed = workflowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refusal(name, `It is not a workflow: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'something is missing'}.`);
}

function refusal(name: string, reason: string): AppError {
  return new AppError('INVALID_INPUT', `${name}: ${reason}`);
}
