import { Archive, CircleDot, LoaderCircle, Moon } from 'lucide-react';
import type { SessionStateName } from '../../../shared/session/session';
import styles from './SessionStateMark.module.css';

const MARKS = {
  busy: { icon: LoaderCircle, text: 'At work' },
  active: { icon: CircleDot, text: 'Active' },
  idle: { icon: Moon, text: 'Idle' },
  closed: { icon: Archive, text: 'Closed' },
} as const;

type SessionStateMarkProps = { readonly state: SessionStateName; readonly isBusy: boolean };

/** Where a session stands, as a shape and a word. */
export function SessionStateMark({ state, isBusy }: SessionStateMarkProps) {
  const name = isBusy ? 'busy' : state;
  const { icon: Icon, text } = MARKS[name];
  return (
    <span className={styles.mark} data-state={name}>
      <Icon size={14} aria-hidden="true" />
      {text}
    </span>
  );
}
