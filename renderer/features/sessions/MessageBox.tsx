import { SendHorizontal, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useCallback, useRef } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Textarea } from '../../ui/Input';
import { attempt } from '../explorer';
import { stopTurns } from './followTurns';
import { isAnothersTurn } from './liveTurn';
import styles from './MessageBox.module.css';
import { sendDraft } from './sendDraft';
import { sessionsStore, setDraft } from './sessionsStore';
import { TurnFailure } from './TurnFailure';

/** Goes on with the session: Enter sends, Shift+Enter begins a line. While a turn goes on it can be stopped. */
export function MessageBox({ session }: { readonly session: SessionDetail }) {
  const client = useClient();
  const { id } = session;
  const draft = sessionsStore(({ drafts }) => drafts[id] ?? '');
  const isLive = sessionsStore(({ turns }) => turns[id]?.isOver === false);
  const isBusy = sessionsStore(({ turns, endedActiveAt }) => isAnothersTurn(session, turns[id], endedActiveAt[id]));
  const isNew = useRef(session.messageCount === 0);
  const canSend = draft.trim() !== '' && !isLive;
  const send = () => {
    if (canSend) attempt(sendDraft(client, session));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  // One who begins a session wants to write.
  const focusWhenNew = useCallback((field: HTMLTextAreaElement | null) => void (isNew.current && field?.focus()), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form className={styles.box} onSubmit={onSubmit}>
      <TurnFailure session={session} />
      <div className={styles.field}>
        <Textarea
          aria-label="Message"
          className={styles.text}
          spellCheck
          rows={1}
          ref={focusWhenNew}
          placeholder="Go on with this session…"
          value={draft}
          onChange={(event) => setDraft(id, event.target.value)}
          onKeyDown={onKeyDown}
        />
        {isLive ? (
          <Button key="stop" icon={<Square aria-hidden="true" />} onClick={() => attempt(stopTurns(client, id))}>
            Stop
          </Button>
        ) : (
          <Button key="send" type="submit" variant="primary" icon={<SendHorizontal aria-hidden="true" />} disabled={!canSend}>
            Send
          </Button>
        )}
      </div>
      <p className={styles.hint}>{hintFor(session, isLive, isBusy)}</p>
    </form>
  );
}

function hintFor({ settings, metadata, isWaiting }: SessionDetail, isLive: boolean, isBusy: boolean): string {
  if (isLive && isWaiting) return 'Waiting for a place: as many turns as Settings allow are at work. Stop gives the message back.';
  if (isLive) return 'The turn goes on, also while you look at something else.';
  if (isBusy)
    return metadata.runId ? 'A run is at work in this session; your message waits for it.' : 'Another turn is at work; yours waits for it.';
  const where = settings.mode === 'single' ? 'one answer, no tools' : `works in ${settings.workDir}`;
  return settings.provider === 'rehearsal'
    ? `Rehearsal: answers are stand-ins and cost nothing · ${where}`
    : where.charAt(0).toUpperCase() + where.slice(1);
}
