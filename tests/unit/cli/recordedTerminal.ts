import type { Screen, Terminal } from '../../../electron/cli/terminal';

/** A terminal that keeps what is printed on it. */
export function recordedTerminal(screen?: Screen): Terminal & { readonly out: string[]; readonly err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, print: (text) => out.push(text), write: (text) => out.push(text), note: (text) => err.push(text), screen };
}
