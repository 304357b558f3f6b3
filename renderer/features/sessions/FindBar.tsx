import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionDetail, SessionMatch } from '../../../shared/ipc/contract/sessions';
import { searchWords } from '../../../shared/session/searchWords';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { IconButton } from '../../ui/IconButton';
import { SearchInput } from '../../ui/SearchInput';
import { attempt } from '../explorer';
import styles from './SessionView.module.css';
import { openMatch } from './sessionActions';

type FindBarProps = { readonly session: SessionDetail; readonly onClose: () => void };

/**
 * Finds words in a conversation of any length: only what is in sight is drawn, so that the browser's own search finds nothing else. Enter goes to the next
 * place, Shift+Enter to the one before, Escape closes. Places on other branches open as the conversation was there.
 */
export function FindBar({ session, onClose }: FindBarProps) {
  const client = useClient();
  const bar = useRef<HTMLElement>(null);
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState<number>();
  const matches = useMatches(session.id, useDeferredValue(typed.trim()));
  useEffect(() => bar.current?.querySelector('input')?.focus(), []);

  const go = (step: 1 | -1) => {
    const from = place ?? (step === 1 ? -1 : 0);
    const to = (from + step + matches.length) % matches.length;
    const match = matches[to];
    if (!match) return;
    setPlace(to);
    attempt(openMatch(client, session, match, typed));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed === '') onClose();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  const search = (words: string) => {
    setTyped(words);
    setPlace(undefined);
  };
  return (
    <search ref={bar} className={styles.find} onKeyDown={onKeyDown}>
      <SearchInput label="Find in conversation" value={typed} onChange={search} />
      <span className={styles.places} role="status">
        {typed.trim() !== '' && (searchWords(typed).length === 0 ? 'Signs alone are not found' : placesText(place, matches.length))}
      </span>
      <IconButton
        label="Previous place"
        size="small"
        disabled={matches.length === 0}
        icon={<ChevronUp aria-hidden="true" />}
        onClick={() => go(-1)}
      />
      <IconButton
        label="Next place"
        size="small"
        disabled={matches.length === 0}
        icon={<ChevronDown aria-hidden="true" />}
        onClick={() => go(1)}
      />
      <IconButton label="Close" size="small" icon={<X aria-hidden="true" />} onClick={onClose} />
    </search>
  );
}

/** Places beyond these are not walked through: other words find them. */
const MOST = 200;

/** From the beginning of the conversation to its end. */
function useMatches(id: string, search: string): readonly SessionMatch[] {
  const { data } = useHostQuery(
    async ({ sessions }, signal) => (search === '' ? NONE : sessions.find({ search, id, limit: MOST }, signal)),
    [id, search],
  );
  return useMemo(() => data?.toSorted((a, b) => a.depth - b.depth) ?? NONE, [data]);
}

const NONE: readonly SessionMatch[] = [];

function placesText(place: number | undefined, count: number): string {
  if (count === 0) return 'Not found';
  const all = count === MOST ? `the best ${MOST}` : String(count);
  return place === undefined ? `${all} found` : `${place + 1} of ${all}`;
}
