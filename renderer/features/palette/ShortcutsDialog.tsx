import { type Command, describeShortcut, shortcutsOf, useCommands } from '../../app/commands';
import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Kbd';
import styles from './ShortcutsDialog.module.css';

type ShortcutsDialogProps = { readonly isOpen: boolean; readonly onClose: () => void };

/** Every command that has keys, and which. */
export function ShortcutsDialog({ isOpen, onClose }: ShortcutsDialogProps) {
  const commands = useCommands().filter((command) => shortcutsOf(command).length > 0);
  const groups = Map.groupBy(commands, ({ id }) => AREAS[id.split('.')[0] ?? ''] ?? 'Window');
  return (
    <Dialog open={isOpen} onClose={onClose} title="Keyboard shortcuts" width={680}>
      <div className={styles.groups}>
        {[...groups].map(([area, members]) => (
          <section key={area} className={styles.group}>
            <h3 className={styles.area}>{area}</h3>
            <dl>
              {members.map((command) => (
                <ShortcutRow key={command.id} command={command} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** The first part of a command's id → where it belongs. */
const AREAS: Readonly<Record<string, string>> = { edit: 'Editing', workflow: 'Editing', canvas: 'Canvas', run: 'Runs' };

function ShortcutRow({ command }: { readonly command: Command }) {
  return (
    <div className={styles.row}>
      <dt>{command.label}</dt>
      <dd className={styles.keys}>
        {shortcutsOf(command).map((shortcut) => (
          <Kbd key={shortcut}>{describeShortcut(shortcut)}</Kbd>
        ))}
      </dd>
    </div>
  );
}
