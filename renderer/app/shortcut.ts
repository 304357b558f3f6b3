/** What of a keyboard event decides which shortcut it is. */
export type KeyStroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

type Shortcut = { readonly mod: boolean; readonly shift: boolean; readonly alt: boolean; readonly key: string };

export function parseShortcut(text: string): Shortcut {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key: key.toLowerCase() };
}

/**
 * Whether a key stroke is the shortcut. Letters and digits are also found by their place on the keyboard, since Shift and Alt change what
 * they write; signs such as `?` need whatever keys the layout asks for, so Shift is left open for them.
 */
export function matchesShortcut(text: string, stroke: KeyStroke, isMac: boolean): boolean {
  const shortcut = parseShortcut(text);
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  const otherMod = isMac ? stroke.ctrlKey : stroke.metaKey;
  if (mod !== shortcut.mod || otherMod || stroke.altKey !== shortcut.alt) return false;
  const isSign = shortcut.key.length === 1 && !/[a-z0-9]/.test(shortcut.key);
  if (!isSign && stroke.shiftKey !== shortcut.shift) return false;
  return stroke.key.toLowerCase() === shortcut.key || (!isSign && keyOfCode(stroke.code) === shortcut.key);
}

/** How the shortcut is written on this machine: `⌘K` or `Ctrl+K`. */
export function describeShortcut(text: string, mac = isMac()): string {
  const { mod, shift, alt, key } = parseShortcut(text);
  const name = KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`;
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

/** True for keys that a text field needs itself. */
export function belongsToTextField(stroke: KeyStroke, isMac: boolean): boolean {
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  if (!mod) return !/^(F\d+|Escape)$/.test(stroke.key);
  return ['a', 'c', 'v', 'x', 'y', 'z', 'backspace', 'delete', 'arrowleft', 'arrowright', 'arrowup', 'arrowdown'].includes(
    stroke.key.toLowerCase(),
  );
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  backspace: '⌫',
  delete: 'Del',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

function keyOfCode(code: string): string {
  return code.replace(/^(Key|Digit)/, '').toLowerCase();
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}
