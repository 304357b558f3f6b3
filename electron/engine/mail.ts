import { AppError, takesNothing } from '../../shared/lib/appError';
import type { Attempt, AttemptEnd } from './attempt';
import type { StepFact } from './ports';

/** What happens around a run. */
export type Mail =
  | {
      readonly kind: 'fact';
      readonly attempt: Attempt;
      readonly fact: StepFact;
      readonly stored: () => void;
      readonly lost: (error: AppError) => void;
    }
  | { readonly kind: 'end'; readonly attempt: Attempt; readonly end: AttemptEnd }
  | { readonly kind: 'retry'; readonly step: number }
  | { readonly kind: 'abort' }
  | { readonly kind: 'unstored'; readonly error: unknown };

/** Why nothing more can be stored of the run, or of the session that a step works in, where one of these says so. */
export function lossIn(mails: readonly Mail[]): { readonly error: unknown } | undefined {
  for (const mail of mails) {
    if (mail.kind === 'unstored') return mail;
    if (mail.kind === 'end' && 'error' in mail.end && takesNothing(mail.end.error)) return mail.end;
  }
  return undefined;
}

/** Tells whoever reported them that these facts are not stored. */
export function loseFacts(mails: readonly Mail[], cause: unknown): void {
  for (const mail of mails) if (mail.kind === 'fact') mail.lost(notStored(cause));
}

export function notStored(cause?: unknown): AppError {
  return new AppError('STORE_FAILED', 'The run was stopped because it could not be stored.', undefined, { cause });
}
