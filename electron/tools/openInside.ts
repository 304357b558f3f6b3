/**
 * Opens `place` for reading, provided that it is there itself and lies in `root`, and answers its file descriptor. It is opened first and judged by
 * where the open file really is, so that nobody can put a link in its place, or in that of a folder above it, between the check and the use: who goes
 * on by the descriptor reads what was checked. Where the system cannot tell (no /proc), the file must be the one that its path leads to, which leaves
 * an attacker who swaps folders a narrow chance.
 *
 * `root` and `place` are absolute and without symbolic links; a link at the end of `place` is refused, and a pipe is not waited for.
 * Search threads get this function as text: it uses nothing from outside its own body.
 */
export function openInside(place: string, root: string): number {
  const fs = process.getBuiltinModule('node:fs');
  const path = process.getBuiltinModule('node:path');
  // Windows has neither.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;

  function realPlaceOf(descriptor: number): string | undefined {
    if (process.platform === 'linux') {
      try {
        return fs.readlinkSync(`/proc/self/fd/${descriptor}`);
      } catch {
        // There is no /proc.
      }
    }
    const real = fs.realpathSync.native(place);
    const [opened, found] = [fs.fstatSync(descriptor, { bigint: true }), fs.lstatSync(real, { bigint: true })];
    return opened.dev === found.dev && opened.ino === found.ino ? real : undefined;
  }

  const descriptor = fs.openSync(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const real = realPlaceOf(descriptor);
    const isInside = place === root || place.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
    // The second is what Linux says of a file that has been replaced since.
    if (isInside && (real === place || real === `${place} (deleted)`)) return descriptor;
    throw Object.assign(new Error(`${place} has been moved`), { code: 'EXDEV' });
  } catch (error) {
    fs.closeSync(descriptor);
    throw error;
  }
}
