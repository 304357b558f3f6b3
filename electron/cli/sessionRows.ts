import type { SessionSummary } from '../../shared/ipc/contract/sessions';
import { plainLine } from './plainLine';

const LONGEST_TITLE = 60;

/** Sessions as a table: its headings and its rows. */
export function sessionRows(sessions: readonly SessionSummary[]): [readonly string[], readonly (readonly string[])[]] {
  const rows = sessions.map((session) => [
    session.id,
    plainLine(session.title, LONGEST_TITLE),
    session.state,
    String(session.messageCount),
    session.model ?? '',
    session.lastActiveAt,
    [session.isBusy ? 'in use' : '', session.rehearsal ? 'Rehearsal' : ''].filter((mark) => mark !== '').join(', '),
  ]);
  return [['SESSION', 'TITLE', 'STATE', 'MESSAGES', 'MODEL', 'LAST ACTIVE', ''], rows];
}
