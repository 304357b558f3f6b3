import type { WriteStream } from 'node:tty';
import { spelledOut } from '../../shared/lib/plainText';
import { type Keyboard, processKeyboard } from './keyboard';

/** Where a command prints. Results go to stdout and everything else to stderr, so that pipes work. Nothing that is printed steers the terminal. */
export type Terminal = {
  /** A result, and the end of its line. */
  print(text: string): void;
  /** A piece of a result, as it is. */
  write(text: string): void;
  /** Anything else, and the end of its line. */
  note(text: string): void;
  /** The screen behind stderr, when a person is looking at it. */
  readonly screen: Screen | undefined;
  /** The keys of a person who sees what is printed, and so can be asked. */
  readonly keyboard?: Keyboard | undefined;
};

export type Screen = {
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
};

/** For terminals that do not tell their size. */
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;

export function processTerminal(stdout: WriteStream = process.stdout, stderr: WriteStream = process.stderr): Terminal {
  // Whoever read our output may leave early (`| head`, EPIPE), and a terminal may be closed (EIO). The command goes on to its end without them.
  const write = (stream: WriteStream) => {
    let isOpen = true;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      isOpen = false;
    });
    return (text: string) => {
      if (isOpen) stream.write(text);
    };
  };
  const out = write(stdout);
  const err = write(stderr);
  return {
    print: (text) => out(`${spelledOut(text)}\n`),
    write: out,
    note: (text) => err(`${spelledOut(text)}\n`),
    screen: !stderr.isTTY || process.env.TERM === 'dumb' ? undefined : screenOf(stderr, err),
    keyboard: stderr.isTTY ? processKeyboard() : undefined,
  };
}

function screenOf(stream: WriteStream, write: (text: string) => void): Screen {
  return {
    get columns() {
      return stream.columns || USUAL_COLUMNS;
    },
    get rows() {
      return stream.rows || USUAL_ROWS;
    },
    write,
  };
}
