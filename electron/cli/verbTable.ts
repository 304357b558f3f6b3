import type { Verb } from './verb';
import { codeVerb } from './verbs/code';
import { deleteRunVerb } from './verbs/deleteRun';
import { doctorVerb } from './verbs/doctor';
import { exportRunVerb } from './verbs/exportRun';
import { listRunsVerb } from './verbs/listRuns';
import { listSessionsVerb } from './verbs/listSessions';
import { resumeVerb } from './verbs/resume';
import { retryVerb } from './verbs/retry';
import { runVerb } from './verbs/run';
import { serveVerb } from './verbs/serve';
import { showRunVerb } from './verbs/showRun';
import { showSessionVerb } from './verbs/showSession';
import { validateVerb } from './verbs/validate';

/** In the order in which `--help` lists them. */
export const VERBS: readonly Verb[] = [
  runVerb,
  validateVerb,
  resumeVerb,
  retryVerb,
  listRunsVerb,
  showRunVerb,
  exportRunVerb,
  deleteRunVerb,
  listSessionsVerb,
  showSessionVerb,
  codeVerb,
  serveVerb,
  doctorVerb,
];
