import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react';
import styles from './Button.module.css';
import { classNames } from './classNames';

export type ButtonProps = ComponentPropsWithRef<'button'> & {
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  /** Does nothing, as with `disabled`, but keeps the keyboard: for what cannot be pressed now and then, as while its own action is at work. */
  readonly unavailable?: boolean;
};

/** `primary` once per view, for what one came to do; `plain` for the rest; `quiet` inside rows and bars; `danger` where something is lost. */
export function Button({ variant = 'plain', icon, unavailable, className, children, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={unavailable || rest['aria-disabled']}
      className={classNames(styles.button, styles[variant], className)}
      onClick={unavailable ? refuse : onClick}
    >
      {icon}
      {children}
    </button>
  );
}

/** A form is not sent by it either. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}
