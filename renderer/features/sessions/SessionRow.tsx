import { Ellipsis, FolderOpen, Pencil, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { SessionMatch, SessionSummary } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Badge } from '../../ui/Badge';
import { formatCount, formatWhen } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { attempt } from '../explorer';
import { totalTokens } from '../runs';
import { DamagedCells } from './DamagedCells';
import { markedParts } from './markedParts';
import { RenameField } from './RenameField';
import { SessionStateMark } from './SessionStateMark';
import styles from './SessionTable.module.css';
import { deleteSessions, openMatch, openSession } from './sessionActions';

type SessionRowProps = {
  /** `undefined` while it is loaded, and where it cannot be read. */
  readonly session: SessionSummary | undefined;
  /** Where the search found its words in it. */
  readonly match: SessionMatch | undefined;
  /** In place of a session that cannot be read. */
  readonly damagedId: string | undefined;
  readonly search: string;
  readonly index: number;
  /** Pixels from the top, and its height. */
  readonly start: number;
  readonly height: number;
  readonly isTabStop: boolean;
  readonly now: number;
  readonly onFocus: (index: number) => void;
};

/** Drawn again only when something of it changes: lists scroll by moving rows. */
export const SessionRow = memo(function SessionRow({
  session,
  match,
  damagedId,
  search,
  index,
  start,
  height,
  isTabStop,
  now,
  onFocus,
}: SessionRowProps) {
  const [isPointed, setPointed] = useState(false);
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className={styles.row}
      style={{ height, transform: `translateY(${start}px)` }}
      onFocus={() => onFocus(index)}
      onPointerEnter={() => setPointed(true)}
    >
      {session && <Cells session={session} match={match} search={search} isTabStop={isTabStop} isPointed={isPointed} now={now} />}
      {damagedId !== undefined && <DamagedCells id={damagedId} isTabStop={isTabStop} />}
    </tr>
  );
});

type CellsProps = {
  readonly session: SessionSummary;
  readonly match: SessionMatch | undefined;
  readonly search: string;
  readonly isTabStop: boolean;
  /** The pointer has been over it: only then, or when it has the keyboard, is there a menu to open. */
  readonly isPointed: boolean;
  readonly now: number;
};

function Cells({ session, match, search, isTabStop, isPointed, now }: CellsProps) {
  const { title, metadata, model, rehearsal, messageCount, lastActiveAt } = session;
  const [isRenaming, setRenaming] = useState(false);
  const client = useClient();
  const open = () => (match ? attempt(openMatch(client, session, match, search)) : openSession(session));
  return (
    <>
      <td className={styles.cell}>
        <SessionStateMark use={session} isBrief />
      </td>
      <td className={styles.cell}>
        {isRenaming ? (
          <RenameField session={session} onDone={() => setRenaming(false)} />
        ) : (
          <button type="button" data-row-focus tabIndex={isTabStop ? 0 : -1} className={styles.open} title={title} onClick={open}>
            <bdi className={styles.name}>{title}</bdi>
            {match && <Excerpt text={match.excerpt} search={search} />}
          </button>
        )}
      </td>
      <td className={styles.cell} data-column="Workflow" title={metadata.workflowName}>
        {metadata.workflowName}
      </td>
      <td className={styles.cell} data-column="Model" title={model ?? undefined}>
        {rehearsal ? <Badge tone="accent">Rehearsal</Badge> : (model ?? 'default')}
      </td>
      <td className={styles.cell} data-column="Messages">
        {messageCount.toLocaleString('en')}
      </td>
      <td className={styles.cell} data-column="Tokens">
        {formatCount(totalTokens(session))}
      </td>
      <td className={styles.cell} data-column="Last active" title={new Date(lastActiveAt).toLocaleString()}>
        {formatWhen(lastActiveAt, now)}
      </td>
      <td className={styles.cell}>
        {(isTabStop || isPointed) && <RowMenu session={session} isTabStop={isTabStop} onRename={() => setRenaming(true)} />}
      </td>
    </>
  );
}

/** Where the words were found, with the words marked. */
function Excerpt({ text, search }: { readonly text: string; readonly search: string }) {
  return (
    <span className={styles.excerpt}>
      {markedParts(text, search).map(({ text: part, isFound, key }) => (isFound ? <mark key={key}>{part}</mark> : part))}
    </span>
  );
}

type RowMenuProps = { readonly session: SessionSummary; readonly isTabStop: boolean; readonly onRename: () => void };

function RowMenu({ session, isTabStop, onRename }: RowMenuProps) {
  const client = useClient();
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          label="More actions"
          size="small"
          tabIndex={isTabStop ? 0 : -1}
          icon={<Ellipsis aria-hidden="true" />}
          className={styles.more}
        />
      }
    >
      <MenuItem icon={<FolderOpen />} onSelect={() => openSession(session)}>
        Open
      </MenuItem>
      <MenuItem icon={<Pencil />} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger disabled={session.isBusy} onSelect={() => attempt(deleteSessions(client, [session]))}>
        Delete
      </MenuItem>
    </Menu>
  );
}
