import type { ComponentPropsWithRef } from 'react';
import { classNames } from './classNames';
import styles from './Input.module.css';

/** One line of text. `spellCheck` is off unless asked for: most of what is typed here are names and paths. */
export function Input({ className, spellCheck = false, autoComplete = 'off', ...rest }: ComponentPropsWithRef<'input'>) {
  return <input {...rest} spellCheck={spellCheck} autoComplete={autoComplete} className={classNames(styles.input, className)} />;
}

export function Textarea({ className, spellCheck = false, ...rest }: ComponentPropsWithRef<'textarea'>) {
  return <textarea {...rest} spellCheck={spellCheck} className={classNames(styles.input, styles.area, className)} />;
}

/** The platform's own list: it is accessible and knows every keyboard habit. */
export function Select({ className, ...rest }: ComponentPropsWithRef<'select'>) {
  return <select {...rest} className={classNames(styles.input, styles.select, className)} />;
}
