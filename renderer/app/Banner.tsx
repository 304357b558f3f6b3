import type { ReactNode } from 'react';
import styles from './Banner.module.css';

type BannerProps = {
  readonly tone: 'neutral' | 'waiting' | 'failed';
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
};

/** A state of the window or the document that lasts, and the way out of it. */
export function Banner({ tone, icon, children, actions }: BannerProps) {
  return (
    <div className={styles.banner} data-tone={tone} role={tone === 'failed' ? 'alert' : 'status'}>
      <span className={styles.icon}>{icon}</span>
      <p className={styles.text}>{children}</p>
      {actions}
    </div>
  );
}
