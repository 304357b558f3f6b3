import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { AppError } from '../../shared/lib/appError';
import type { Git } from './git';

/** Reads the contents of many objects through one git process, one at a time. Close it. */
export class BlobReader {
  readonly #git: ChildProcessWithoutNullStreams;
  readonly #arriving: AsyncIterator<Buffer>;
  #arrived: Buffer[] = [];

  constructor(git: Git) {
    this.#git = git.start(['cat-file', '--batch']);
    this.#git.on('error', () => undefined);
    this.#git.stdin.on('error', () => undefined);
    this.#arriving = this.#git.stdout[Symbol.asyncIterator]();
  }

  /** `STORE_FAILED` when the store has no such content. */
  async read(object: string): Promise<Buffer> {
    this.#git.stdin.write(`${object}\n`);
    let header = '';
    while (!header.endsWith('\n')) header += (await this.#take(1)).toString('latin1');
    const size = Number(/^[0-9a-f]+ blob (\d+)\n$/.exec(header)?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) throw missing();
    const content = await this.#take(size);
    await this.#take(1); // the line's end
    return content;
  }

  close(): void {
    this.#git.stdin.end();
    this.#git.kill();
  }

  async #take(size: number): Promise<Buffer> {
    let length = this.#arrived.reduce((sum, chunk) => sum + chunk.length, 0);
    while (length < size) {
      const next = await this.#arriving.next();
      if (next.done) throw missing();
      this.#arrived.push(next.value);
      length += next.value.length;
    }
    const all = this.#arrived.length === 1 && this.#arrived[0] ? this.#arrived[0] : Buffer.concat(this.#arrived);
    this.#arrived = [all.subarray(size)];
    return all.subarray(0, size);
  }
}

function missing(): AppError {
  return new AppError('STORE_FAILED', 'Some of the kept files are missing in the store. Restore without files.');
}
