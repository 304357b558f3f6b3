import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';
import { giveFocusBackAfter, rememberFocus } from './focusPlace';
import { IconButton } from './IconButton';

export type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The dialog's accessible name. */
  readonly title: string;
  readonly description?: ReactNode;
  /** Buttons at the bottom, the one that goes on last. */
  readonly footer?: ReactNode;
  readonly width?: number;
  readonly children: ReactNode;
};

/** A modal question. Escape, the cross and a click outside leave it; the keyboard goes back to where it was, or near to it. */
export function Dialog({ open, onClose, title, description, footer, width = 520, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.backdrop} />
        <Radix.Content
          className={styles.dialog}
          style={{ width }}
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={giveFocusBackAfter}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles.header}>
            <div className={styles.heading}>
              <Radix.Title className={styles.title}>{title}</Radix.Title>
              {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X />} size="small" />
            </Radix.Close>
          </header>
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The keyboard begins at the first field, or else at what answers the question, not at the cross. */
function focusFirstField(event: Event): void {
  const dialog = event.currentTarget as HTMLElement;
  const field = dialog.querySelector<HTMLElement>(FIELD) ?? dialog.querySelector<HTMLElement>('footer button:last-of-type') ?? dialog;
  event.preventDefault();
  rememberFocus(event);
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
}

const FIELD = ['input', 'textarea', 'select', '[role="switch"]'].map((field) => `${field}:not(:disabled)`).join(', ');
