import { describeShortcut, shortcutsOf, useCommands } from '../../app/commands';
import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Kbd';
import styles from './ShortcutsDialog.module.css';

type ShortcutsDialogProps = { readonly isOpen: boolean; readonly onClose: () => void };

/** Every command that has keys, and which. */
export function ShortcutsDialog({ isOpen, onClose }: ShortcutsDialogProps) {
  const commands = useCommands().filter((command) => shortcutsOf(command).length > 0);
  return (
    <Dialog open={isOpen} onClose={onClose} title="Keyboard shortcuts" width={640}>
      <dl className={styles.shortcuts}>
        {commands.map((command) => (
          <div key={command.id} className={styles.row}>
            <dt>{command.label}</dt>
            <dd className={styles.keys}>
              {shortcutsOf(command).map((shortcut) => (
                <Kbd key={shortcut}>{describeShortcut(shortcut)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
