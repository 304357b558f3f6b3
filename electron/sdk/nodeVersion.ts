import { AppError } from '../../shared/lib/appError';

/** As in bin/runtime.mjs, which the terminal and the window start through. */
const OLDEST = { major: 22, minor: 15 };

/**
 * Better a sentence than the segmentation fault with which the database ends an older Node. The library must load there for it to be said: what
 * Node 20 does not have is nowhere imported from it by name.
 */
export function refuseOldNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new AppError(
    'INVALID_INPUT',
    `Stepgraph needs Node ${OLDEST.major}.${OLDEST.minor} or newer; this is Node ${version}. Install a newer one (https://nodejs.org).`,
  );
}
