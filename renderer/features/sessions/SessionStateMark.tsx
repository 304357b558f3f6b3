import { Archive, CircleDot, Hourglass, LoaderCircle, type LucideIcon, Moon } from 'lucide-react';
import type { SessionUse } from '../../../shared/ipc/contract/sessions';
import styles from './SessionStateMark.module.css';

type Mark = { readonly icon: LucideIcon; readonly text: string; readonly brief?: string };

const MARKS: Readonly<Record<SessionUse['state'] | 'busy' | 'waiting', Mark>> = {
  waiting: { icon: Hourglass, text: 'Waiting for a place', brief: 'Waiting' },
  busy: { icon: LoaderCircle, text: 'At work' },
  active: { icon: CircleDot, text: 'Active' },
  idle: { icon: Moon, text: 'Idle' },
  closed: { icon: Archive, text: 'Closed' },
};

type SessionStateMarkProps = {
  readonly use: SessionUse;
  /** Where there is room for a word only. */
  readonly isBrief?: boolean;
};

/** Where a session stands, as a shape and a word. */
export function SessionStateMark({ use, isBrief = false }: SessionStateMarkProps) {
  const name = use.isWaiting ? 'waiting' : use.isBusy ? 'busy' : use.state;
  const { icon: Icon, text, brief = text } = MARKS[name];
  return (
    <span className={styles.mark} data-state={name} title={isBrief && brief !== text ? text : undefined}>
      <Icon size={14} aria-hidden="true" />
      {isBrief ? brief : text}
    </span>
  );
}
