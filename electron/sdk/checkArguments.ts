import { z } from 'zod';
import { AppError } from '../../shared/lib/appError';
import { SESSION_STATES } from '../../shared/session/session';
import { nameSchema } from '../../shared/session/title';
import type { RestoreCheckpointOptions, SaveCheckpointOptions } from '../sessions/checkpoints';
import type { PruneFilter } from '../sessions/sessionCleanup';
import type { ListFilter } from './options';

/** Refuses with a sentence what a caller without types, or with a slip, hands to sessions and checkpoints. */
function checked<T>(schema: z.ZodType<T>, given: unknown, refusal: string): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_INPUT', `${refusal}\n${z.prettifyError(parsed.error)}`);
}

const idSchema = z.string({ error: 'give the id, a text' }).min(1, 'give the id, a text');

export function checkedId(id: unknown, of: 'session' | 'checkpoint' | 'tool call'): string {
  return checked(idSchema, id, `This does not name a ${of}:`);
}

const pointSchema = z
  .string({ error: 'give the id of a checkpoint or a message, or null' })
  .min(1, 'give the id of a checkpoint or a message, or null')
  .nullable();

export function checkedPoint(point: unknown): string | null {
  return checked(pointSchema, point, 'This does not name a point to branch from:');
}

const labelSchema = nameSchema('Give the checkpoint a label.');

export function checkedLabel(label: unknown): string {
  return checked(labelSchema, label, 'A checkpoint needs a label, a text:');
}

const titleSchema = nameSchema('Give the session a title.');

export function checkedTitle(title: unknown): string {
  return checked(titleSchema, title, 'This is no title of a session:');
}

/** An unknown name is refused: with one that is misspelt (`file` for `files`) the files would silently be left out. */
const saveSchema = z.strictObject({ files: z.boolean().optional() });
const restoreSchema = z.strictObject({ files: z.boolean().optional(), force: z.boolean().optional(), shown: z.string().optional() });

export function checkedSaveOptions(options: unknown): Pick<SaveCheckpointOptions, 'files'> {
  return checked(saveSchema, options, 'A checkpoint cannot be saved with these options:');
}

export function checkedRestoreOptions(options: unknown): RestoreCheckpointOptions {
  return checked(restoreSchema, options, 'A checkpoint cannot be restored with these options:');
}

/** Here as well: a filter that is misspelt would delete more than was meant. */
const pruneSchema = z.strictObject({ status: z.enum(SESSION_STATES).optional(), olderThan: z.string().optional() });

/** That there is any filter is looked at where they are used. */
export function checkedPruneFilter(filter: unknown = {}): PruneFilter {
  return checked(pruneSchema, filter, 'Say what to prune: a status (active, idle or closed), an age (olderThan: "7d"), or both.');
}

const listSchema = z.strictObject({
  state: z.enum(SESSION_STATES).optional(),
  search: z.string().optional(),
  limit: z.number().int().min(1).optional(),
  offset: z.number().int().min(0).optional(),
});

export function checkedListFilter(filter: unknown): ListFilter {
  return checked<ListFilter>(listSchema, filter, 'These sessions cannot be listed as asked:');
}
