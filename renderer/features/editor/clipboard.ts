import { z } from 'zod';
import { AppError } from '../../../shared/lib/appError';
import { bringsAlong } from '../../../shared/workflow/bringsAlong';
import { parseWorkflowText } from '../../../shared/workflow/parse';
import { positionSchema, stepSchema } from '../../../shared/workflow/schema';
import type { StepsFragment } from './edits/insertSteps';
import { askToTakeOver } from './foreign';

const fragmentSchema = z.object({ steps: z.array(stepSchema).min(1), layout: z.record(z.string(), positionSchema).default({}) });

/** What was copied last in this window, for when reading the system's clipboard is not allowed. */
let lastCopied = '';

/** Puts steps on the clipboard as readable JSON: it can be pasted into another workflow, a file or a message. */
export async function writeFragment(fragment: StepsFragment): Promise<void> {
  lastCopied = JSON.stringify(fragment, null, 2);
  // Browsers may refuse; copying within the window works all the same.
  await navigator.clipboard?.writeText(lastCopied).catch(() => undefined);
}

/**
 * The steps on the clipboard, also those of a whole workflow; `null` if there are none, or if the person did not want them: what was not copied in
 * this window shows what it would run first. `onNone` hears of the former.
 */
export async function readFragment(onNone: () => void): Promise<StepsFragment | null> {
  const text = (await navigator.clipboard?.readText().catch(() => lastCopied)) || lastCopied;
  const fragment = parseFragment(text);
  if (!fragment) onNone();
  if (!fragment || text.replaceAll('\r\n', '\n') === lastCopied) return fragment;
  const title = fragment.steps.length === 1 ? 'Paste a step from elsewhere?' : `Paste ${fragment.steps.length} steps from elsewhere?`;
  return (await askToTakeOver({ title, verb: 'Paste', brought: bringsAlong(fragment) })) ? fragment : null;
}

/** The steps in a text; `null` if it holds none. Throws where it looks like some, but is not safe to read. */
export function parseFragment(text: string): StepsFragment | null {
  if (!/^\uFEFF?\s*\{/.test(text)) return null; // some other text
  const { value, problems } = parseWorkflowText(text, 'What is on the clipboard');
  const [problem] = problems;
  if (problem) throw new AppError('INVALID_INPUT', problem.message);
  const parsed = fragmentSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
