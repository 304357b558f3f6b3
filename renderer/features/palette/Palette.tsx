import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { type Command as AppCommand, isEnabled, runCommand, shortcutText, useCommands } from '../../app/commands';
import { giveFocusBackAfter, rememberFocus } from '../../ui/focusPlace';
import { Kbd } from '../../ui/Kbd';
import styles from './Palette.module.css';
import { type PaletteThing, usePaletteThings } from './paletteThings';

type PaletteProps = { readonly isOpen: boolean; readonly onClose: () => void };

/** Finds commands and whatever else has a name, and does or opens it. */
export function Palette({ isOpen, onClose }: PaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.backdrop} />
        <Radix.Content
          className={styles.palette}
          aria-describedby={undefined}
          onOpenAutoFocus={rememberFocus}
          onCloseAutoFocus={giveFocusBackAfter}
        >
          <Radix.Title className="visually-hidden">Command palette</Radix.Title>
          <PaletteContent onClose={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteContent({ onClose }: Pick<PaletteProps, 'onClose'>) {
  const [search, setSearch] = useState('');
  const commands = useCommands().filter((command) => isEnabled(command) && command.id !== 'app.palette');
  const groups = usePaletteThings(search);
  // What is chosen happens after the palette has gone and given the keyboard back.
  const choose = (act: () => void) => {
    onClose();
    requestAnimationFrame(act);
  };
  return (
    <Command label="Command palette" loop>
      <Command.Input className={styles.input} placeholder="Do or open something…" value={search} onValueChange={setSearch} />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>Nothing of that name.</Command.Empty>
        <Command.Group heading="Commands" className={styles.group}>
          {commands.map((command) => (
            <CommandItem key={command.id} command={command} onChoose={() => choose(() => void runCommand(command.id))} />
          ))}
        </Command.Group>
        {groups.map(({ title, things }) => (
          <Command.Group key={title} heading={title} className={styles.group}>
            {things.map((thing) => (
              <ThingItem key={thing.key} thing={thing} onChoose={() => choose(thing.open)} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function CommandItem({ command, onChoose }: { readonly command: AppCommand; readonly onChoose: () => void }) {
  const shortcut = shortcutText(command);
  return (
    <Command.Item value={command.id} keywords={[command.label]} className={styles.item} onSelect={onChoose}>
      <span className={styles.name}>{command.label}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Command.Item>
  );
}

function ThingItem({ thing, onChoose }: { readonly thing: PaletteThing; readonly onChoose: () => void }) {
  return (
    <Command.Item value={thing.key} keywords={[thing.name]} className={styles.item} onSelect={onChoose}>
      <span className={styles.name}>{thing.name}</span>
      {thing.aside && <span className={styles.aside}>{thing.aside}</span>}
    </Command.Item>
  );
}
