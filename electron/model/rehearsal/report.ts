import { REHEARSAL_MARK, splitReports, TASK_PREFIX } from './earlierReports';
import { fileFacts, telling } from './fileFacts';
import { filesFound, matchesFound } from './filesFound';
import { isQuestion, isReminder, recall, sentencesOf } from './recall';
import type { Outcome, Turn } from './turn';

const NAMES = 8;
const FACTS_OF_A_REPORT = 6;

/** The answer of a rehearsed turn: a list of what it was asked and what it really saw, under the mark of a rehearsal. */
export function writeReport(turn: Turn): string {
  const { instruction, reports } = splitReports(turn.prompt);
  const lines = [
    `${TASK_PREFIX}${shortened(sentencesOf(instruction)[0] ?? 'none', 160)}`,
    ...fromConversation(turn, instruction),
    ...turn.outcomes.map((outcome) => describe(outcome, turn, instruction)),
    ...reports.flatMap((report) =>
      report.facts
        .slice(0, FACTS_OF_A_REPORT)
        .map((fact) => `From “${shortened(report.task, 60)}”: ${shortened(withoutOrigin(fact), 240)}`),
    ),
    ...whatItDidNot(turn, reports.length),
  ];
  return [REHEARSAL_MARK, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

function fromConversation(turn: Turn, instruction: string): string[] {
  if (isReminder(instruction)) return [`Noted: “${shortened(instruction, 240)}”`];
  const known = [...turn.earlier, ...sentencesOf(instruction).slice(0, -1)];
  const found = isQuestion(instruction) ? recall(sentencesOf(instruction).at(-1) ?? '', known) : recall(instruction, turn.earlier);
  return found.map((sentence) => `Said before: “${shortened(sentence, 240)}”`);
}

function describe(outcome: Outcome, turn: Turn, instruction: string): string {
  const where = outcome.folder === undefined ? '' : ` in \`${local(outcome.folder, turn)}\``;
  const subject = `\`${outcome.tool === 'read' ? local(outcome.subject, turn) : outcome.subject}\``;
  if (outcome.isError) return `\`${outcome.tool}\` of ${subject}${where} failed: ${shortened(oneLine(outcome.output), 200)}`;
  switch (outcome.tool) {
    case 'glob':
      return describeFiles(subject, where, filesFound(outcome.output), turn);
    case 'grep':
      return describeMatches(subject, where, outcome.output, turn);
    case 'read': {
      const quotes = telling(instruction, outcome.output).map((sentence) => `; says “${oneLine(sentence)}”`);
      return `Read ${subject}: ${fileFacts(outcome.subject, outcome.output)}${quotes.join('')}`;
    }
  }
}

function describeFiles(subject: string, where: string, files: readonly string[], turn: Turn): string {
  if (files.length === 0) return `No files match ${subject}${where}`;
  return `${counted(files.length, 'file')} match ${subject}${where}: ${listed(files.map((file) => `\`${local(file, turn)}\``))}`;
}

function describeMatches(subject: string, where: string, output: string, turn: Turn): string {
  const matches = matchesFound(output);
  if (matches.length === 0) return `No line matches ${subject}${where}`;
  const files = new Set(matches.map((match) => match.file));
  const places = matches.map((match) => `\`${local(match.file, turn)}:${match.line}\``);
  return `${counted(matches.length, 'line')} in ${counted(files.size, 'file')} match ${subject}${where}: ${listed(places)}`;
}

function whatItDidNot(turn: Turn, reports: number): string[] {
  const isBlind = turn.outcomes.length === 0 && reports === 0 && Object.keys(turn.offers).length === 0;
  return [
    ...(isBlind ? ['No tool to look at files was offered, so nothing was looked at'] : []),
    ...(turn.otherTools.length > 0
      ? [`A real run could also use ${turn.otherTools.map((name) => `\`${name}\``).join(', ')}; a rehearsal never does`]
      : []),
  ];
}

/** Relative to the work directory, where it is known. */
function local(path: string, turn: Turn): string {
  const root = turn.workDir ?? listedRoot(turn.outcomes);
  return root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** The plain listing of the work directory tells where that is, if it has absolute paths. */
function listedRoot(outcomes: readonly Outcome[]): string | undefined {
  const listing = outcomes.find((outcome) => outcome.tool === 'glob' && outcome.subject === '*' && !outcome.isError);
  const path = filesFound(listing?.output ?? '').find((file) => file.startsWith('/'));
  return path?.slice(0, path.lastIndexOf('/'));
}

/** A fact that came through several steps names only the first. */
function withoutOrigin(fact: string): string {
  return fact.replace(/^From “[^”]*”: /, '');
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES;
  return names.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function shortened(text: string, length: number): string {
  const line = oneLine(text);
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
