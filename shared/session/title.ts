import { z } from 'zod';

const TITLE_LENGTH = 60;
const LONGEST_NAME = 200;

/** They turn the words around them round, those of the app too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** A title of a session or a label of a checkpoint, as people and programs give them: one line that shows as it is written. */
export function nameSchema(whenBlank: string) {
  return z
    .string()
    .transform((name) => name.replace(TURNING, '').trim())
    .pipe(
      z
        .string()
        .min(1, whenBlank)
        .max(LONGEST_NAME, `It can have ${LONGEST_NAME} characters.`)
        .regex(/^\P{Cc}*$/u, 'Write it in one line, without control characters.'),
    );
}

/** What a session is called before it has a prompt. */
export const UNNAMED_SESSION = 'New session';

/** What a session is called when only its first prompt is known. */
export function titleOfPrompt(prompt: string): string {
  const line = (prompt.trim().split('\n', 1)[0] ?? '')
    .replace(TURNING, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line || 'Untitled session';
}
