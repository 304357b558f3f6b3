import { Copy, Ellipsis, GitBranch, PanelRight, Pencil, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Badge } from '../../ui/Badge';
import { countOf, formatCost, formatCount, formatWhen } from '../../ui/format';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { useNow } from '../../ui/useNow';
import { attempt } from '../explorer';
import { openTab, totalTokens } from '../runs';
import { copyConversation } from './copyConversation';
import { RenameField } from './RenameField';
import { SessionStateMark } from './SessionStateMark';
import styles from './SessionView.module.css';
import { deleteSessions } from './sessionActions';
import { sessionsStore } from './sessionsStore';

type SessionHeaderProps = {
  readonly session: SessionDetail;
  readonly isSideOpen: boolean;
  readonly onToggleSide: () => void;
  readonly isFinding: boolean;
  readonly onToggleFind: () => void;
};

export function SessionHeader({ session, isSideOpen, onToggleSide, isFinding, onToggleFind }: SessionHeaderProps) {
  const [isRenaming, setRenaming] = useState(false);
  return (
    <header className={styles.header}>
      <div className={styles.heading}>
        <div className={styles.titleLine}>
          {isRenaming ? (
            <RenameField session={session} onDone={() => setRenaming(false)} />
          ) : (
            <h2 className={styles.title} title={session.title}>
              <bdi>{session.title}</bdi>
            </h2>
          )}
          {session.settings.provider === 'rehearsal' && <Badge tone="accent">Rehearsal</Badge>}
        </div>
        <Facts session={session} />
      </div>
      <div className={styles.buttons}>
        <IconButton label="Find in conversation" aria-pressed={isFinding} icon={<Search aria-hidden="true" />} onClick={onToggleFind} />
        <IconButton
          label="Timeline and details"
          aria-pressed={isSideOpen}
          icon={<PanelRight aria-hidden="true" />}
          onClick={onToggleSide}
        />
        <SessionMenu session={session} onRename={() => setRenaming(true)} />
      </div>
    </header>
  );
}

function Facts({ session }: { readonly session: SessionDetail }) {
  const now = useNow(true, 60_000);
  const { settings, metadata } = session;
  return (
    <p className={styles.facts}>
      <SessionStateMark use={session} />
      {metadata.workflowName && <span>{metadata.workflowName}</span>}
      {settings.model && <span>{settings.model}</span>}
      <span>{countOf(session.messageCount, 'message')}</span>
      <span className={styles.lesser}>{formatCount(totalTokens(session))} tokens</span>
      <span className={styles.lesser}>{formatCost(session.costUsd)}</span>
      <time dateTime={session.lastActiveAt} title={new Date(session.lastActiveAt).toLocaleString()}>
        {formatWhen(session.lastActiveAt, now)}
      </time>
    </p>
  );
}

function SessionMenu({ session, onRename }: { readonly session: SessionDetail; readonly onRename: () => void }) {
  const client = useClient();
  const viewed = sessionsStore((sessions) => sessions.viewed[session.id]);
  const { runId, workflowName } = session.metadata;
  const isEmpty = (viewed ? viewed.messageId : session.headId) === null;
  return (
    <Menu align="end" trigger={<IconButton label="More actions" icon={<Ellipsis aria-hidden="true" />} />}>
      <MenuItem icon={<Copy />} disabled={isEmpty} onSelect={() => attempt(copyConversation(client, session, viewed))}>
        Copy conversation
      </MenuItem>
      <MenuItem icon={<Pencil />} onSelect={onRename}>
        Rename
      </MenuItem>
      {runId !== undefined && (
        <MenuItem icon={<GitBranch />} onSelect={() => openTab({ kind: 'run', id: runId, ...(workflowName && { title: workflowName }) })}>
          Open its run
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} danger disabled={session.isBusy} onSelect={() => attempt(deleteSessions(client, [session]))}>
        Delete
      </MenuItem>
    </Menu>
  );
}
