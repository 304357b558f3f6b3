import { type AppError, isAppError } from '../../shared/lib/appError';
import type { HostConnection } from '../host/hostConnection';
import { startPhase } from './startPhase';

/**
 * Tells a person what went wrong, but not once more for every call that a host which does not let this page in turns down: at the start
 * one page says so in place of the window; later the banner does, beside what may still be unsaved.
 */
export function reportTo(
  connection: Pick<HostConnection, 'state' | 'subscribe'>,
  tell: (error: unknown) => void,
): (error: unknown) => void {
  let wasConnected = connection.state() === 'connected';
  connection.subscribe(() => {
    wasConnected ||= connection.state() === 'connected';
  });
  return (error) => {
    if (!isRefusal(error)) tell(error);
    else if (!wasConnected) startPhase.setState({ is: 'refused', reason: error.message }, true);
  };
}

/** Once what was open is back, or could not be brought back. */
export function endStart(): void {
  if (startPhase.getState().is === 'starting') startPhase.setState({ is: 'ready' }, true);
}

function isRefusal(error: unknown): error is AppError {
  return isAppError(error) && error.code === 'UNAUTHORIZED';
}
