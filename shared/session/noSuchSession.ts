import { AppError } from '../lib/appError';

export function noSuchSession(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no session ${id}. It may have been deleted; pick another from the list.`);
}
