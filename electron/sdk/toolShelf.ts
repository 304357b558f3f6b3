import type { Tool } from '../sessions/ports';

/**
 * Tools given with one session or step. What is stored names them; this process has them. A session continued in another process
 * finds them when that one was given tools of the same names.
 */
export class ToolShelf {
  readonly #tools = new Map<string, Tool>();

  /** Keeps a tool and answers its name, which may be given as well. A later tool takes the place of an earlier one of the same name. */
  add(entry: string | Tool): string {
    if (typeof entry === 'string') return entry;
    this.#tools.set(entry.name.toLowerCase(), entry);
    return entry.name;
  }

  all(): readonly Tool[] {
    return [...this.#tools.values()];
  }
}
