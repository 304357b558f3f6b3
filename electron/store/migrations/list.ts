import type { Migration } from '../migrate';
import { initial } from './0001-initial';
import { sessionLife } from './0002-session-life';
import { outputsAndLogs } from './0003-outputs-and-logs';
import { runRules } from './0004-run-rules';
import { decisions } from './0005-decisions';
import { wordsAnew } from './0006-words-anew';

/** In order, without gaps. */
export const MIGRATIONS: readonly Migration[] = [initial, sessionLife, outputsAndLogs, runRules, decisions, wordsAnew];
