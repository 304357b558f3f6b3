import { isAppError } from '../../../shared/lib/appError';
import { showToast } from '../../ui/toasts';

/** Runs what a person asked for and says so when it failed. */
export function attempt(action: Promise<void>): void {
  action.catch((error: unknown) => {
    showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'That did not work. The host’s log says why.' });
  });
}
