import type { ReactNode } from 'react';
import styles from './Badge.module.css';

type BadgeProps = { readonly tone?: 'neutral' | 'accent' | 'failed' | 'waiting'; readonly children: ReactNode };

/** A count or a word that qualifies what it stands beside. */
export function Badge({ tone = 'neutral', children }: BadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  );
}
