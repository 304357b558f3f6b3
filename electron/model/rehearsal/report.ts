import { z } from 'zod';
import { type EarlierReport, REHEARSAL_MARK, splitReports, TASK_PREFIX } from './earlierReports';
import { fileFacts, telling } from './fileFacts';
import { countFiles, filesFound, matchesFound } from './filesFound';
import { readHints } from './hints';
import type { Orchestration } from './orchestration';
import { isQuestion, isReminder, recall, sentencesOf } from './recall';
import type { Outcome, Turn } from './turn';

const runResultSchema = z.object({ workflowName: z.string(), status: z.string(), text: z.string() });

const NAMES = 8;
const FACTS_OF_A_REPORT = 6;
const ORIGIN_PREFIX = 'From ';
const POSSIBLE_PREFIX = 'A real run could also use ';
const LISTING = /^(?:\d+ files? match|No )|^`\w+` of .* failed: /;

/** The answer of a rehearsed turn: a list of what it was asked and what it really saw, under the mark of a rehearsal. */
export function writeReport(turn: Turn): string {
  const { instruction, reports } = splitReports(turn.prompt);
  const lines = [
    `${TASK_PREFIX}${shortened(instruction, 160)}`,
    ...fromConversation(turn, instruction),
    ...turn.outcomes.map((outcome) => describe(outcome, turn, instruction)),
    ...(turn.orchestration?.results ?? []).flatMap(describeRun),
    ...new Set(reports.flatMap(condensed)),
    ...whatItDidNot(turn, instruction, reports.length),
  ];
  // A file that was read may contain the mark; within a list it would look like another report.
  return [REHEARSAL_MARK, '', ...lines.map((line) => `- ${line.replaceAll(REHEARSAL_MARK, 'Rehearsal')}`)].join('\n');
}

/** The most telling facts of an earlier step: what it read and found before what it listed. A fact that was passed on keeps its origin. */
function condensed(report: EarlierReport): string[] {
  const facts = report.facts.filter((fact) => !fact.startsWith(POSSIBLE_PREFIX));
  return [...facts.filter((fact) => !LISTING.test(fact)), ...facts.filter((fact) => LISTING.test(fact))]
    .slice(0, FACTS_OF_A_REPORT)
    .map((fact) => (fact.startsWith(ORIGIN_PREFIX) ? fact : `${ORIGIN_PREFIX}${report.label}: ${shortened(fact, 240)}`));
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
      return describeFiles(subject, where, outcome.output, turn);
    case 'grep':
      return describeMatches(subject, where, outcome.output, turn);
    case 'read': {
      const quotes = telling(instruction, outcome.output).map((sentence) => `; says “${oneLine(sentence)}”`);
      return `Read ${subject}: ${fileFacts(outcome.subject, outcome.output)}${quotes.join('')}`;
    }
  }
}

/** A workflow's result, as the built-in tool tells it or as the JSON that a tool of somebody else's returns, and what its steps reported. */
function describeRun({ output, isError }: Orchestration['results'][number]): string[] {
  const told = resultTold(output);
  const { instruction, reports } = splitReports(told);
  return [`Ran a workflow${isError ? ', which failed' : ''}: ${shortened(instruction, 200)}`, ...reports.flatMap(condensed)];
}

function resultTold(output: string): string {
  try {
    const { workflowName, status, text } = runResultSchema.parse(JSON.parse(output));
    return `Workflow "${workflowName}": ${status}.\n${text}`;
  } catch {
    return output;
  }
}

function describeFiles(subject: string, where: string, output: string, turn: Turn): string {
  const files = filesFound(output);
  if (files.length === 0) return `No files match ${subject}${where}`;
  const count = countFiles(output);
  const names = files.map((file) => `\`${local(file, turn)}\``);
  return `${counted(count, 'file matches', 'files match')} ${subject}${where}: ${listed(names, count)}`;
}

function describeMatches(subject: string, where: string, output: string, turn: Turn): string {
  const matches = matchesFound(output);
  if (matches.length === 0) return `No line matches ${subject}${where}`;
  const files = new Set(matches.map((match) => match.file));
  const places = matches.map((match) => `\`${local(match.file, turn)}:${match.line}\``);
  const count = counted(matches.length, 'line matches', 'lines match');
  return `${count} ${subject}${where} in ${counted(files.size, 'file', 'files')}: ${listed(places)}`;
}

function whatItDidNot(turn: Turn, instruction: string, reports: number): string[] {
  const isBlind = turn.outcomes.length === 0 && reports === 0 && Object.keys(turn.offers).length === 0;
  const { files, folders, searches } = readHints(instruction);
  const named = [...files, ...folders, ...searches].map((name) => `\`${name}\``);
  return [
    ...(isBlind
      ? [`No tool to look at files was offered, so nothing was looked at${named.length > 0 ? `, not even ${named.join(', ')}` : ''}`]
      : []),
    ...(turn.otherTools.length > 0
      ? [`${POSSIBLE_PREFIX}${turn.otherTools.map((name) => `\`${name}\``).join(', ')}; a rehearsal never does`]
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

function listed(names: readonly string[], count = names.length): string {
  const more = count - Math.min(names.length, NAMES);
  return names.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function shortened(text: string, length: number): string {
  const line = oneLine(text);
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
