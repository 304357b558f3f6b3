import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '../ui/Button';
import { IconButton } from '../ui/IconButton';
import { Tooltip } from '../ui/Tooltip';
import { isEnabled, runCommand, shortcutText, useCommand } from './commands';

type CommandButtonProps = {
  /** A registered command; the button is not drawn while there is none. */
  readonly id: string;
  readonly icon: ReactNode;
  /** Draws the command's label beside the icon. */
  readonly withLabel?: boolean;
  readonly variant?: ButtonProps['variant'];
};

/** A command in a bar. Its parent renders again whenever what the command's `when` looks at changes. */
export function CommandButton({ id, icon, withLabel = false, variant }: CommandButtonProps) {
  const command = useCommand(id);
  if (!command) return null;
  const shortcut = shortcutText(command);
  const rest = { disabled: !isEnabled(command), onClick: () => void runCommand(id) };
  if (!withLabel) return <IconButton label={command.label} shortcut={shortcut} icon={icon} {...rest} />;
  return (
    <Tooltip label={command.label} shortcut={shortcut}>
      <Button variant={variant} icon={icon} {...rest}>
        {command.label}
      </Button>
    </Tooltip>
  );
}
