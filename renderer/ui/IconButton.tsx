import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button';
import styles from './Button.module.css';
import { classNames } from './classNames';
import { Tooltip } from './Tooltip';

export type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & {
  /** Its accessible name, also shown on hover and focus. */
  readonly label: string;
  /** Shown beside the name in the tooltip. */
  readonly shortcut?: string;
  readonly size?: 'normal' | 'small';
  readonly icon: ReactNode;
};

export function IconButton({ label, shortcut, size = 'normal', icon, variant = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <Button
        {...rest}
        variant={variant}
        aria-label={label}
        className={classNames(styles.icon, size === 'small' && styles.small, className)}
      >
        {icon}
      </Button>
    </Tooltip>
  );
}
