import type { ServerLogLine } from '../../../shared/ipc/contract/connections';
import { plainText } from '../../../shared/lib/plainText';
import type { Clock } from '../../engine/ports';

export type ServerLogPorts = {
  readonly clock: Pick<Clock, 'now'>;
  /** Keeps lines of one server. */
  readonly keep: (server: string, lines: readonly ServerLogLine[]) => Promise<void>;
  /** Blackens what looks like a secret. */
  readonly redact: (text: string) => string;
  readonly onChange: () => void;
};

/** Lines come in bursts; this many milliseconds of them are kept together. */
const GATHER_MS = 250;
/** A server that floods its log loses the oldest lines of a burst, and that is said. */
const MOST_WAITING = 500;
const LONGEST_LINE = 2_000;

/** Logs of MCP servers by name: what they print on standard error, what they do against the protocol, and what became of them. */
export class ServerLog {
  readonly #ports: ServerLogPorts;
  readonly #waiting = new Map<string, { lines: RawLine[]; lost: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept: Promise<unknown> = Promise.resolve();

  constructor(ports: ServerLogPorts) {
    this.#ports = ports;
  }

  /** The log of a server that works for `owner` (a run, a session); `scrub` takes out the secrets it was started with. */
  of(server: string, owner: string, scrub: (text: string) => string): ServerLogger {
    return (kind, text) => {
      const at = new Date(this.#ports.clock.now()).toISOString();
      for (const line of text.split('\n')) this.#add(server, { at, kind, owner, text: line, scrub });
    };
  }

  /** Resolves when all lines so far are kept. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [server, { lines, lost }] of this.#waiting) {
      const [first] = lines;
      const missing: RawLine[] = first && lost > 0 ? [{ ...first, kind: 'trouble', text: `[${lost} lines left out]` }] : [];
      const clean = [...missing, ...lines].map((line) => this.#clean(line)).filter(({ text }) => text !== '');
      this.#kept = Promise.allSettled([this.#kept, this.#ports.keep(server, clean)]);
    }
    this.#waiting.clear();
    await this.#kept;
    this.#ports.onChange();
  }

  /** Done once it is clear that a line is kept: a flood of them costs next to nothing. */
  #clean({ scrub, text, ...line }: RawLine): ServerLogLine {
    return { ...line, text: shortened(this.#ports.redact(scrub(plainText(text))).trimEnd()) };
  }

  #add(server: string, line: RawLine): void {
    const waiting = this.#waiting.get(server) ?? { lines: [], lost: 0 };
    this.#waiting.set(server, waiting);
    waiting.lines.push(line);
    if (waiting.lines.length > 2 * MOST_WAITING) {
      waiting.lost += waiting.lines.length - MOST_WAITING;
      waiting.lines = waiting.lines.slice(-MOST_WAITING);
    }
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }
}

/** As it came, with what takes out the secrets of its server. */
type RawLine = ServerLogLine & { readonly scrub: (text: string) => string };

/** Adds what was `said` (standard error), `trouble` with the protocol, or a change of `state`; of several lines, each. */
export type ServerLogger = (kind: ServerLogLine['kind'], text: string) => void;

function shortened(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE).replace(/[\ud800-\udbff]$/, '')}…`;
}
