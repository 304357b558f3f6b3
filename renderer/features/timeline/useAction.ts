import { useState } from 'react';
import { AppError, isAppError } from '../../../shared/lib/appError';

export type Action = {
  readonly isBusy: boolean;
  /** Why it did not work. */
  readonly error: AppError | undefined;
  run(action: () => Promise<void>): void;
};

/** Something a dialog does once it is asked to: busy meanwhile, and it stays open with the reason when it fails. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AppError>();
  const run = (action: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    action()
      .catch((reason: unknown) => setError(isAppError(reason) ? reason : UNEXPECTED))
      .finally(() => setBusy(false));
  };
  return { isBusy, error, run };
}

const UNEXPECTED = new AppError('INTERNAL', 'That did not work. The host’s log says why.');
