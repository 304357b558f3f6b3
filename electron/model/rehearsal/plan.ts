import { splitReports } from './earlierReports';
import { filesFound } from './filesFound';
import { type Hints, readHints } from './hints';
import { isQuestion, isReminder, recall } from './recall';
import type { LookingTool, Turn } from './turn';

export type PlannedCall = { readonly tool: LookingTool; readonly subject: string; readonly folder?: string };

/** Rounds of tool calls in one turn. */
const MAX_ROUNDS = 3;
const MAX_READS = 4;
const MAX_GLOBS = 5;
const MAX_SEARCHES = 2;

const EVERYTHING = '*';

/** Files that say nothing in a report. */
const DULL = /\.(?:png|jpe?g|gif|svg|ico|webp|woff2?|ttf|pdf|zip|gz|wasm|map|db|sqlite|lock|bin|exe)$|(?:^|\/)package-lock\.json$/i;

/** What to read when nothing else was named. */
const TELLING = [/(?:^|\/)README/i, /(?:^|\/)package\.json$/, /(?:^|\/)(?:pyproject|Cargo)\.toml$/, /(?:^|\/)go\.mod$/];

/**
 * The next calls of a turn; none means that it is time to answer. First it looks around: the folder's listing, the patterns, files and names of
 * the prompt. Then it reads some of what that found. Where a folder of the prompt cannot be searched, it starts over in the work directory.
 */
export function planCalls(turn: Turn): PlannedCall[] {
  if (turn.rounds >= MAX_ROUNDS) return [];
  const { instruction, reports } = splitReports(turn.prompt);
  if (isReminder(instruction) || canAnswerFromConversation(turn, instruction)) return [];
  if (reports.length > 0 && /\b(?:summar|combin|condens|conclu|consolidat)/i.test(instruction)) return [];
  const hints = readHints(instruction);
  const calls = turn.rounds === 0 ? lookAround(turn, hints, folderOf(turn, hints)) : lookCloser(turn, hints);
  return calls.filter((call) => turn.offers[call.tool] && !wasMade(call, turn));
}

function canAnswerFromConversation(turn: Turn, instruction: string): boolean {
  return turn.rounds === 0 && isQuestion(instruction) && recall(instruction, turn.earlier).length > 0;
}

function lookAround(turn: Turn, hints: Hints, folder: string | undefined): PlannedCall[] {
  const inFolder = folder === undefined ? {} : { folder };
  const globs = [EVERYTHING, ...hints.patterns].slice(0, MAX_GLOBS);
  const files = turn.offers.glob || hints.files.length > 0 ? hints.files : ['README.md', 'package.json'];
  return [
    ...globs.map((subject): PlannedCall => ({ tool: 'glob', subject, ...inFolder })),
    ...hints.searches.slice(0, MAX_SEARCHES).map((subject): PlannedCall => ({ tool: 'grep', subject, ...inFolder })),
    ...files.map((subject): PlannedCall => ({ tool: 'read', subject })),
  ];
}

function lookCloser(turn: Turn, hints: Hints): PlannedCall[] {
  const globs = turn.outcomes.filter((outcome) => outcome.tool === 'glob');
  const isLost = globs.length > 0 && globs.every((outcome) => outcome.isError && outcome.folder !== undefined);
  if (isLost) return lookAround(turn, hints, undefined);
  return filesToRead(turn, hints).map((subject) => ({ tool: 'read', subject }));
}

/** Of every pattern's files one after the other, well-known ones first; of the plain listing only these, and only where no file was named. */
function filesToRead(turn: Turn, hints: Hints): string[] {
  const found = turn.outcomes.filter((outcome) => outcome.tool === 'glob' && !outcome.isError);
  const lists = found.map((outcome) => {
    const files = filesFound(outcome.output).filter((file) => !DULL.test(file));
    const telling = TELLING.flatMap((pattern) => files.filter((file) => pattern.test(file)));
    if (outcome.subject === EVERYTHING) return hints.files.length > 0 ? [] : telling;
    return [...telling, ...files.filter((file) => !telling.includes(file))];
  });
  // The listing comes last: what the prompt asked for matters more.
  const ordered = [...lists.slice(1), ...lists.slice(0, 1)];
  const longest = Math.max(0, ...ordered.map((list) => list.length));
  const mixed = Array.from({ length: longest }, (_, at) => ordered.flatMap((list) => list[at] ?? [])).flat();
  return [...new Set(mixed)].filter((file) => !wasRead(file, turn)).slice(0, MAX_READS);
}

/** The folder the prompt names, if it is not just the work directory itself. */
function folderOf(turn: Turn, hints: Hints): string | undefined {
  const folder = hints.folders[0]?.replace(/(?<=.)\/+$/, '');
  return folder === turn.workDir?.replace(/\/+$/, '') || folder === '.' ? undefined : folder;
}

/** The tools may list absolute paths where the prompt names relative ones. */
function wasRead(file: string, turn: Turn): boolean {
  return turn.outcomes.some(({ tool, subject }) => tool === 'read' && (subject === file || file.endsWith(`/${subject}`)));
}

function wasMade(call: PlannedCall, turn: Turn): boolean {
  return turn.outcomes.some((made) => made.tool === call.tool && made.subject === call.subject && made.folder === call.folder);
}
