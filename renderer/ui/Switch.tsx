import { Switch as Radix } from 'radix-ui';
import type { ComponentPropsWithRef } from 'react';
import styles from './Switch.module.css';

export function Switch(props: ComponentPropsWithRef<typeof Radix.Root>) {
  return (
    <Radix.Root {...props} className={styles.track}>
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  );
}
