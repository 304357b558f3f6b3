import type { ContentBlock } from '../../../shared/session/session';
import { isReminder, sentencesOf, wordsOf } from './recall';
import { LOOKING_TOOLS, type Turn } from './turn';

const MOST_PARTS = 4;
const LIST_ITEM = /^\s*(?:[-*•]|\d+[.)])\s+(\S.*)$/;

type WorkflowOrder = Extract<ContentBlock['input'], object>;

/**
 * What a rehearsed orchestrator hands to `run_workflow`: a workflow it was given, if the prompt names it or there is only one, else one made of the
 * prompt: a step that looks for each of its parts, and one that sums up what these found.
 */
export function orderWorkflow(prompt: string, workflows: readonly string[], turn: Turn): WorkflowOrder {
  const named = workflows.find((name) => prompt.toLowerCase().includes(name.toLowerCase())) ?? workflows[0];
  if (named !== undefined && (workflows.length === 1 || prompt.toLowerCase().includes(named.toLowerCase()))) return { workflow: named };
  const parts = partsOf(prompt);
  const ids = uniqueIds(parts);
  const tools = LOOKING_TOOLS.flatMap((tool) => turn.offers[tool]?.name ?? []);
  const looking = parts.map((part, index) => ({
    id: ids[index] ?? '',
    description: shortened(part),
    prompt: escaped(part),
    ...(tools.length > 0 && { allowedTools: tools }),
  }));
  const found = ids.map((id) => `${id}:\n$steps.${id}.text`).join('\n\n');
  const report = {
    id: 'report',
    description: 'Report',
    prompt: `Summarise what the steps before found.\n\n${found}`,
    dependsOn: ids,
    mode: 'single',
  };
  return { definition: { name: slug(prompt, 4) || 'rehearsal', description: shortened(prompt), steps: [...looking, report] } };
}

/** The items of the prompt's list, or else its sentences, without those about the workflow itself. */
function partsOf(prompt: string): string[] {
  const items = prompt.split('\n').flatMap((line) => LIST_ITEM.exec(line)?.[1] ?? []);
  const sentences = sentencesOf(prompt).filter(
    (sentence) => !/workflow/i.test(sentence) && !isReminder(sentence) && wordsOf(sentence).size > 1,
  );
  const parts = items.length > 1 ? items : sentences;
  return parts.length > 0 ? parts.slice(0, MOST_PARTS) : [prompt.trim()];
}

function uniqueIds(parts: readonly string[]): string[] {
  const ids: string[] = [];
  for (const [index, part] of parts.entries()) {
    const id = slug(part, 3);
    ids.push(id === '' || id === 'report' || ids.includes(id) ? `part-${index + 1}` : id);
  }
  return ids;
}

/** The first few words that carry meaning, as an id. */
function slug(text: string, words: number): string {
  const telling = [...wordsOf(text)].filter((word) => /^[a-z0-9]+$/.test(word) && word !== 'workflow');
  return telling.slice(0, words).join('-').slice(0, 64);
}

/** A prompt's own `$` is no reference. */
function escaped(text: string): string {
  return text.replaceAll('$', '\\$');
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
