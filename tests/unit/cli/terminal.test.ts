import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { processTerminal } from '../../../electron/cli/terminal';

/** What a terminal shows of what a command prints. */
function printed(print: (terminal: ReturnType<typeof processTerminal>) => void): string {
  const [out, err] = [new PassThrough(), new PassThrough()];
  // Sound: of a terminal's stream only what every stream has is used here, and the flags that a pipe does not have.
  print(processTerminal(out as unknown as WriteStream, err as unknown as WriteStream));
  return `${out.read() ?? ''}${err.read() ?? ''}`;
}

it('lets nothing that is printed steer the screen or turn letters', () => {
  const hostile = 'a\u001b]0;PWN\u0007b\u009b2Jc\u202ed\r\ne\tf';
  expect(printed((terminal) => terminal.print(hostile))).toBe('a\\u001b]0;PWN\\u0007b\\u009b2Jc\\u202ed\ne\tf\n');
  expect(printed((terminal) => terminal.note(hostile))).toBe('a\\u001b]0;PWN\\u0007b\\u009b2Jc\\u202ed\ne\tf\n');
});

it('prints JSON that means the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(JSON.parse(printed((terminal) => terminal.print(JSON.stringify({ text }, null, 2))))).toEqual({ text });
    }),
  );
});

it.each(['EPIPE', 'EIO'])('goes on without whoever reads what it prints once they have left (%s)', (code) => {
  const out = new PassThrough();
  const terminal = processTerminal(out as unknown as WriteStream, new PassThrough() as unknown as WriteStream);
  const write = vi.spyOn(out, 'write');
  out.emit('error', Object.assign(new Error(code), { code }));
  terminal.print('to nobody');
  expect(write).not.toHaveBeenCalled();
});

it('does not pass over other trouble with its output', () => {
  const out = new PassThrough();
  processTerminal(out as unknown as WriteStream, new PassThrough() as unknown as WriteStream);
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  expect(() => out.emit('error', full)).toThrow(full);
});
