import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../../../shared/lib/appError';
import type { ConfinedFile } from '../confinedFiles';
import { wholeFile } from '../wholeFile';

/** Instructions for a kind of task: `<folder>/SKILL.md` with a name and a description before the text. */
export type Skill = {
  readonly name: string;
  readonly description: string;
  /** Absolute and without symbolic links. */
  readonly folder: string;
};

export const SKILL_FILE = 'SKILL.md';
const LARGEST_FILE = 256 * 1024;
const NEVER = new AbortController().signal;
const LONGEST_DESCRIPTION = 1_024;
/** A name, a description and a few fields of others; YAML takes long for much. */
const LONGEST_HEAD = 16 * 1024;
const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?<head>[\s\S]*?)\r?\n---[ \t]*(?:\r?\n(?<body>[\s\S]*))?$/;

const headSchema = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'the name must have 1 to 64 letters, digits, underscores and hyphens'),
  description: z
    .string('the description is missing')
    .trim()
    .min(1, 'the description is empty')
    .transform((text) => text.replace(/\s+/g, ' ').slice(0, LONGEST_DESCRIPTION)),
});

/** Rejects with `INVALID_INPUT` and a reason when the folder's SKILL.md is missing or can't be used. */
export async function readSkill(folder: string): Promise<Skill> {
  const root = await realpath(folder);
  const { head = '' } = matterOf(await readWithin(root, SKILL_FILE));
  const parsed = headSchema.safeParse({ name: path.basename(folder), ...Object(parseHead(head)) });
  if (!parsed.success) throw unusable(parsed.error.issues.map(({ message }) => message).join('; '));
  const { name, description } = parsed.data;
  return { name, description, folder: root };
}

/** What is below the front matter. */
export function skillTextOf(content: string): string {
  return (matterOf(content).body ?? '').trim();
}

/** A text file of the skill's folder; nothing outside of it, not through symbolic links either, also when they are put there meanwhile. */
export async function readWithin(root: string, file: string, signal: AbortSignal = NEVER): Promise<string> {
  return readFound(await findWithin(root, file), signal);
}

/** Where a file of the skill's folder really is. */
export async function findWithin(root: string, file: string): Promise<ConfinedFile> {
  if (file.includes('\0')) throw unusable('the name of a file cannot contain a NUL character');
  const wanted = path.resolve(root, file);
  const refuseOutside = (place: string) => {
    if (!place.startsWith(root + path.sep)) throw unusable(`${file} leads out of the skill's folder`);
  };
  refuseOutside(wanted);
  const real = await realpath(wanted).catch(() => {
    throw unusable(`there is no file ${file}`);
  });
  refuseOutside(real);
  return { given: file, real, workDir: root };
}

export async function readFound(file: ConfinedFile, signal: AbortSignal): Promise<string> {
  return (await wholeFile(file, signal, LARGEST_FILE, `${file.given} has more than ${LARGEST_FILE / 1024} KiB`)).toString('utf8');
}

function matterOf(text: string): { readonly head?: string; readonly body?: string } {
  const { groups } = FRONT_MATTER.exec(text) ?? {};
  if (!groups) throw unusable('it does not begin with front matter: a line of ---, name and description, and another line of ---');
  return groups;
}

function parseHead(head: string): unknown {
  if (head.length > LONGEST_HEAD) throw unusable(`its front matter has more than ${LONGEST_HEAD / 1024} KiB`);
  try {
    return parse(head, { maxAliasCount: 10, uniqueKeys: false });
  } catch (error) {
    throw unusable(`its front matter is no YAML: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`);
  }
}

function unusable(why: string): AppError {
  return new AppError('INVALID_INPUT', why);
}
