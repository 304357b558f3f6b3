import { z } from 'zod';
import { positionSchema, stepSchema } from '../../../shared/workflow/schema';
import type { StepsFragment } from './edits/insertSteps';

const fragmentSchema = z.object({ steps: z.array(stepSchema).min(1), layout: z.record(z.string(), positionSchema).default({}) });

/** What was copied last in this window, for when reading the system's clipboard is not allowed. */
let lastCopied = '';

/** Puts steps on the clipboard as readable JSON: it can be pasted into another workflow, a file or a message. */
export async function writeFragment(fragment: StepsFragment): Promise<void> {
  lastCopied = JSON.stringify(fragment, null, 2);
  // Browsers may refuse; copying within the window works all the same.
  await navigator.clipboard?.writeText(lastCopied).catch(() => undefined);
}

/** The steps on the clipboard, also those of a whole workflow; `null` if there are none. */
export async function readFragment(): Promise<StepsFragment | null> {
  const text = await navigator.clipboard?.readText().catch(() => lastCopied);
  return parseFragment(text || lastCopied);
}

export function parseFragment(text: string): StepsFragment | null {
  try {
    const parsed = fragmentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // some other text
  }
}
