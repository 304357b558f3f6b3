/** A piece of a markdown text that can be drawn alone. */
export type MarkdownPart = {
  readonly text: string;
  /** Whether it begins in the middle of a block: of a list, a table, code, or one long paragraph. */
  readonly isWithin: boolean;
};

/** Characters after which the next block begins a new part. */
const ENOUGH = 1_000;
/** Characters after which a block itself is cut. */
const MOST = 2_000;

const FENCE = /^((?: {0,3}(?:[-*+]|\d{1,9}[.)]) +)*) *(`{3,}(?=[^`]*$)|~{3,})/;
const ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const HEADING = /^#{1,6}(?:\s|$)/;
const DELIMITERS = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const DEFINITION = /^ {0,3}\[([^\]]+)\]:\s*\S/;
/** HTML that goes on across blank lines, and what ends it. */
const RAW_HTML: readonly (readonly [RegExp, RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
];

/** Code in a list ends with its item; what is cut elsewhere is closed and opened again. */
type Fence = { readonly opening: string; readonly sign: string; readonly isInList: boolean };

type Reading = {
  readonly parts: MarkdownPart[];
  readonly definitions: Map<string, string>;
  lines: string[];
  size: number;
  isWithin: boolean;
  fence: Fence | undefined;
  rawEnd: RegExp | undefined;
  isList: boolean;
  /** The head of the table that is read, which each of its parts repeats. */
  tableHead: string | undefined;
  isAfterBlank: boolean;
};

/**
 * Markdown in parts of about a thousand characters, so that the time to draw some of a text does not grow with all of it. Parts end where blocks do; a
 * block that is longer than that is cut between its items, rows or lines. More text at the end changes the last parts only.
 */
export function markdownParts(text: string): readonly MarkdownPart[] {
  if (text.length <= MOST) return [{ text, isWithin: false }];
  const reading: Reading = {
    parts: [],
    definitions: new Map(),
    lines: [],
    size: 0,
    isWithin: false,
    fence: undefined,
    rawEnd: undefined,
    isList: false,
    tableHead: undefined,
    isAfterBlank: false,
  };
  for (const line of text.split('\n')) read(reading, line);
  end(reading);
  return reading.definitions.size === 0 ? reading.parts : reading.parts.map((part) => withDefinitions(part, reading.definitions));
}

function read(reading: Reading, line: string): void {
  if (reading.fence) readCode(reading, reading.fence, line);
  else if (reading.rawEnd) readRaw(reading, reading.rawEnd, line);
  else if (line.trim() === '') {
    reading.tableHead = undefined;
    add(reading, line);
    reading.isAfterBlank = true;
  } else readBlock(reading, line);
}

function readCode(reading: Reading, fence: Fence, line: string): void {
  if (fence.isInList && /^\S/.test(line)) {
    reading.fence = undefined;
    readBlock(reading, line);
    return;
  }
  const isEnd = line.trimStart().startsWith(fence.sign) && line.trim().replaceAll(fence.sign[0] ?? '', '') === '';
  if (!isEnd && !fence.isInList && reading.size >= MOST) {
    reading.lines.push(fence.sign);
    cut(reading, true);
    reading.lines.push(fence.opening);
  }
  if (isEnd) reading.fence = undefined;
  add(reading, line);
}

function readRaw(reading: Reading, rawEnd: RegExp, line: string): void {
  if (rawEnd.test(line)) reading.rawEnd = undefined;
  add(reading, line);
}

function readBlock(reading: Reading, line: string): void {
  const isItem = ITEM.test(line);
  const isOutermost = /^\S/.test(line);
  const fence = FENCE.exec(line);
  const begins =
    isOutermost && (HEADING.test(line) || (reading.isAfterBlank ? !(reading.isList && isItem) : fence !== null && !reading.isList));
  if (begins) {
    reading.isList = false;
    reading.tableHead = undefined;
    if (reading.size >= ENOUGH) cut(reading, false);
  } else if (reading.size >= MOST && mayCut(reading, line, isItem)) {
    const { tableHead } = reading;
    cut(reading, true);
    if (tableHead !== undefined) reading.lines.push(tableHead);
  }
  reading.isList ||= isItem;
  if (fence) {
    const [, items = '', sign = ''] = fence;
    reading.fence = { opening: line, sign, isInList: items !== '' || (reading.isList && !isOutermost) };
  } else {
    const raw = RAW_HTML.find(([start]) => start.test(line));
    if (raw && !raw[1].test(line)) reading.rawEnd = raw[1];
  }
  const before = reading.lines.at(-1);
  if (!reading.isAfterBlank && before?.includes('|') && line.includes('-') && DELIMITERS.test(line))
    reading.tableHead = `${before}\n${line}`;
  const [, label] = DEFINITION.exec(line) ?? [];
  if (label !== undefined) reading.definitions.set(nameOf(label), line);
  for (const piece of reading.isList || reading.tableHead !== undefined || fence ? [line] : piecesOf(line)) {
    if (piece !== line && reading.size >= MOST) cut(reading, true);
    add(reading, piece);
  }
}

/** In a list only between its outermost items. */
function mayCut({ isList, tableHead }: Reading, line: string, isItem: boolean): boolean {
  return tableHead !== undefined || !isList || (isItem && /^\S/.test(line));
}

function add(reading: Reading, line: string): void {
  reading.lines.push(line);
  reading.size += line.length + 1;
  reading.isAfterBlank = false;
}

function cut(reading: Reading, isWithin: boolean): void {
  end(reading);
  reading.lines = [];
  reading.size = 0;
  reading.isWithin = isWithin;
  reading.isAfterBlank = false;
}

function end({ parts, lines, isWithin }: Reading): void {
  if (lines.some((line) => line !== '')) parts.push({ text: lines.join('\n'), isWithin });
}

/** A line of a great many words, cut between words. */
function piecesOf(line: string): readonly string[] {
  if (line.length <= 2 * MOST) return [line];
  return line.match(new RegExp(`.{${MOST}}\\S*\\s*|.+$`, 'gsu')) ?? [line];
}

/** What stands in another part of the text, and is named in this one. */
function withDefinitions(part: MarkdownPart, definitions: ReadonlyMap<string, string>): MarkdownPart {
  const names = new Set([...part.text.matchAll(/\[([^[\]]+)\]/g)].map(([, name = '']) => nameOf(name)));
  const needed = [...names].flatMap((name) => definitions.get(name) ?? []).filter((line) => !part.text.includes(line));
  return needed.length === 0 ? part : { ...part, text: `${part.text}\n\n${needed.join('\n')}` };
}

function nameOf(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Pixels that a part takes, about, before it is drawn. */
export function guessHeight(text: string): number {
  return text.split('\n').reduce((height, line) => height + (line === '' ? 6 : 20 * Math.ceil(line.length / 96)), 0);
}
