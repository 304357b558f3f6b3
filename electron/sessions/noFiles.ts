import { AppError } from '../../shared/lib/appError';
import type { FileStore } from './ports';

/** For hosts that keep no files: every wish for them is refused with a sentence. */
export const NO_FILES: FileStore = {
  take: refuse,
  prepare: refuse,
  carryOut: refuse,
  compare: refuse,
  stepsBetween: refuse,
  withSteps: refuse,
  overlap: (folder, other) => folder === other,
};

async function refuse(): Promise<never> {
  throw new AppError('NOT_FOUND', 'Files cannot be kept here: this store is in memory only. Save the checkpoint without files.');
}
