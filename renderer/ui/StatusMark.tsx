import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Clock,
  Hand,
  LoaderCircle,
  type LucideIcon,
  Minus,
  Zap,
} from 'lucide-react';
import { classNames } from './classNames';
import styles from './StatusMark.module.css';

export type StatusName =
  | 'idle'
  | 'pending'
  | 'running'
  | 'waiting'
  | 'completed'
  | 'partial'
  | 'failed'
  | 'skipped'
  | 'cached'
  | 'interrupted';

const MARKS: Readonly<Record<StatusName, { readonly icon: LucideIcon; readonly text: string }>> = {
  idle: { icon: Circle, text: 'Not run' },
  pending: { icon: Clock, text: 'Pending' },
  running: { icon: LoaderCircle, text: 'Running' },
  waiting: { icon: Hand, text: 'Waiting for an answer' },
  completed: { icon: CircleCheck, text: 'Completed' },
  partial: { icon: CircleSlash, text: 'Partly completed' },
  failed: { icon: CircleX, text: 'Failed' },
  skipped: { icon: Minus, text: 'Skipped' },
  cached: { icon: Zap, text: 'From an earlier run' },
  interrupted: { icon: CircleDashed, text: 'Interrupted' },
};

type StatusMarkProps = { readonly status: StatusName; readonly size?: number; readonly withText?: boolean };

/** A status as a shape and a word; its colour only repeats them. */
export function StatusMark({ status, size = 16, withText = false }: StatusMarkProps) {
  const { icon: Icon, text } = MARKS[status];
  return (
    <span className={styles.mark} data-status-mark={status} title={withText ? undefined : text}>
      <Icon size={size} aria-hidden="true" />
      <span className={classNames(!withText && 'visually-hidden')}>{text}</span>
    </span>
  );
}

export function statusText(status: StatusName): string {
  return MARKS[status].text;
}
