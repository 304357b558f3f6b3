import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import type { ComponentPropsWithRef } from 'react';
import styles from './Checkbox.module.css';

export function Checkbox(props: ComponentPropsWithRef<typeof Radix.Root>) {
  return (
    <Radix.Root {...props} className={styles.box}>
      <Radix.Indicator className={styles.mark}>
        {props.checked === 'indeterminate' ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
      </Radix.Indicator>
    </Radix.Root>
  );
}
