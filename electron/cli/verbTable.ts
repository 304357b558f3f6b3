import type { Verb } from './verb';
import { addRulesVerb } from './verbs/addRules';
import { branchCheckpointVerb } from './verbs/branchCheckpoint';
import { closeIdleSessionsVerb } from './verbs/closeIdleSessions';
import { codeVerb } from './verbs/code';
import { deleteCheckpointVerb } from './verbs/deleteCheckpoint';
import { deleteRunVerb } from './verbs/deleteRun';
import { deleteSessionVerb } from './verbs/deleteSession';
import { doctorVerb } from './verbs/doctor';
import { exportRunVerb } from './verbs/exportRun';
import { listCheckpointsVerb } from './verbs/listCheckpoints';
import { listPricesVerb } from './verbs/listPrices';
import { listRulesVerb } from './verbs/listRules';
import { listRunsVerb } from './verbs/listRuns';
import { listServersVerb } from './verbs/listServers';
import { listSessionsVerb } from './verbs/listSessions';
import { newSessionVerb } from './verbs/newSession';
import { pruneSessionsVerb } from './verbs/pruneSessions';
import { removePriceVerb } from './verbs/removePrice';
import { removeRulesVerb } from './verbs/removeRules';
import { rerunVerb } from './verbs/rerun';
import { restoreCheckpointVerb } from './verbs/restoreCheckpoint';
import { resumeVerb } from './verbs/resume';
import { retryVerb } from './verbs/retry';
import { retrySessionVerb } from './verbs/retrySession';
import { runVerb } from './verbs/run';
import { saveCheckpointVerb } from './verbs/saveCheckpoint';
import { sendSessionVerb } from './verbs/sendSession';
import { serveVerb } from './verbs/serve';
import { serverLogVerb } from './verbs/serverLog';
import { sessionStatsVerb } from './verbs/sessionStats';
import { setPriceVerb } from './verbs/setPrice';
import { showOutputVerb } from './verbs/showOutput';
import { showRunVerb } from './verbs/showRun';
import { showSessionVerb } from './verbs/showSession';
import { testServerVerb } from './verbs/testServer';
import { validateVerb } from './verbs/validate';

/** In the order in which `--help` lists them. */
export const VERBS: readonly Verb[] = [
  runVerb,
  validateVerb,
  resumeVerb,
  retryVerb,
  rerunVerb,
  listRunsVerb,
  showRunVerb,
  exportRunVerb,
  deleteRunVerb,
  listSessionsVerb,
  showSessionVerb,
  showOutputVerb,
  newSessionVerb,
  sendSessionVerb,
  retrySessionVerb,
  sessionStatsVerb,
  deleteSessionVerb,
  pruneSessionsVerb,
  closeIdleSessionsVerb,
  listCheckpointsVerb,
  saveCheckpointVerb,
  restoreCheckpointVerb,
  branchCheckpointVerb,
  deleteCheckpointVerb,
  listPricesVerb,
  setPriceVerb,
  removePriceVerb,
  listRulesVerb,
  addRulesVerb,
  removeRulesVerb,
  listServersVerb,
  serverLogVerb,
  testServerVerb,
  codeVerb,
  serveVerb,
  doctorVerb,
];
