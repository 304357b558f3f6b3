/** The first line of every rehearsed answer: people must not take it for a model's, and later steps find it in their prompts. */
export const REHEARSAL_MARK = '**Rehearsal** — no model was called.';

/** A rehearsed answer of an earlier step that came into a prompt through `$steps.<id>.text`. */
export type EarlierReport = { readonly task: string; readonly facts: readonly string[] };

export const TASK_PREFIX = 'Task: ';

/**
 * Parts a prompt into what it asks for itself and the rehearsed answers within it. Such an answer is its mark and the list below it,
 * so it ends with the list.
 */
export function splitReports(prompt: string): { readonly instruction: string; readonly reports: readonly EarlierReport[] } {
  const [before = '', ...parts] = prompt.split(REHEARSAL_MARK);
  const instruction = [before];
  const reports: EarlierReport[] = [];
  for (const part of parts) {
    const lines = part.split('\n');
    const end = lines.findIndex((line, at) => at > 0 && line.trim() !== '' && !line.startsWith('- '));
    const items = lines.slice(0, end === -1 ? lines.length : end).filter((line) => line.startsWith('- '));
    const facts = items.map((line) => line.slice(2).trim());
    reports.push({
      task: facts.find((fact) => fact.startsWith(TASK_PREFIX))?.slice(TASK_PREFIX.length) ?? 'an earlier step',
      facts: facts.filter((fact) => !fact.startsWith(TASK_PREFIX)),
    });
    if (end !== -1) instruction.push(lines.slice(end).join('\n'));
  }
  return { instruction: instruction.join('\n').trim(), reports };
}
