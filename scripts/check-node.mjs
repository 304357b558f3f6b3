/** Runs first in scripts that need more than Node 20, and says in one sentence what is wrong instead of a crash. */
import { isCurrentNodeRecentEnough, tooOldMessage } from '../bin/runtime.mjs';

if (!isCurrentNodeRecentEnough()) {
  console.error(tooOldMessage());
  process.exit(1);
}
