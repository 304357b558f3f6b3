/** The first line of every rehearsed answer: people must not take it for a model's, and later steps find it in their prompts. */
export const REHEARSAL_MARK = '**Rehearsal** — no model was called.';

export const TASK_PREFIX = 'Task: ';

/** A rehearsed answer of an earlier step that came into a prompt through `$steps.<id>.text`. */
export type EarlierReport = {
  /** What the prompt calls it (`Type check:` on the line before), or else what it was asked. */
  readonly label: string;
  readonly facts: readonly string[];
};

const LABEL_LENGTH = 40;

/**
 * Parts a prompt into what it asks for itself and the rehearsed answers within it. Such an answer is its mark and the list below it,
 * so it ends with the list.
 */
export function splitReports(prompt: string): { readonly instruction: string; readonly reports: readonly EarlierReport[] } {
  const [before = '', ...parts] = prompt.split(REHEARSAL_MARK);
  const reports: EarlierReport[] = [];
  let instruction = before;
  for (const part of parts) {
    const lines = part.split('\n');
    const end = lines.findIndex((line, at) => at > 0 && line.trim() !== '' && !line.startsWith('- '));
    const items = lines.slice(0, end === -1 ? lines.length : end).filter((line) => line.startsWith('- '));
    const facts = items.map((line) => line.slice(2).trim());
    const label = labelAtEnd(instruction);
    reports.push({ label: label ?? taskOf(facts), facts: facts.filter((fact) => !fact.startsWith(TASK_PREFIX)) });
    const rest = end === -1 ? '' : lines.slice(end).join('\n');
    instruction = `${label === undefined ? instruction : instruction.trimEnd().slice(0, -label.length - 1)}\n${rest}`;
  }
  return { instruction: instruction.trim(), reports };
}

/** A short line that ends in a colon and introduces what follows. */
function labelAtEnd(text: string): string | undefined {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return line.endsWith(':') && line.length <= LABEL_LENGTH ? line.slice(0, -1) : undefined;
}

function taskOf(facts: readonly string[]): string {
  const task = facts.find((fact) => fact.startsWith(TASK_PREFIX))?.slice(TASK_PREFIX.length) ?? 'an earlier step';
  return `“${task.length <= LABEL_LENGTH ? task : `${task.slice(0, LABEL_LENGTH - 1)}…`}”`;
}
