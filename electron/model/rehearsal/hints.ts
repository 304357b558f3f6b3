import { TOPICS } from './topics';

/** What a prompt points at. */
export type Hints = {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly patterns: readonly string[];
  /** Regular expressions to search for. */
  readonly searches: readonly string[];
};

const FILE =
  /^[~\w@./-]*[\w-]+\.(?:[cm]?[jt]sx?|json[c5]?|md|txt|ya?ml|toml|ini|py|go|rs|java|rb|php|css|html?|sql|sh|csv|xml|lock|env|log|proto|vue|c|h|cpp|cs)$/i;
const WELL_KNOWN_FILE = /^(?:[\w./-]+\/)?(?:README|CHANGELOG|LICENSE|Dockerfile|Makefile|\.gitignore)$/;
const FOLDER = /^(?:\.{0,2}\/[\w@.-]+\/[\w@./-]+|\.{1,2}\/[\w@.-]+|[\w@.-]+(?:\/[\w@.-]+)*\/)$/;
const IDENTIFIER = /^(?:[a-z]+\d*[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Za-z]+_\w+|TODO|FIXME|HACK)$/;
const QUOTED = /`([^`\n]{2,100})`|"([^"\n]{2,60})"|“([^”\n]{2,60})”/g;
const EXPRESSION = /\b(?:grep|search(?:es)?|look)\s+(?:\w+\s+)?for\s+`([^`\n]{2,100})`/gi;

/** Names of products look like identifiers or files but name nothing in a work directory. */
const PRODUCTS =
  /^(?:TypeScript|JavaScript|GitHub|GitLab|ESLint|GraphQL|PostgreSQL|OpenAI|DevOps|(?:node|next|vue|react|express|three|d3)\.js)$/i;

const LIMIT = 3;
const MOST_PATTERNS = 4;

/** Finds the paths, patterns and names in a prompt. What its words only suggest counts where it names nothing itself. */
export function readHints(prompt: string): Hints {
  const text = prompt.replaceAll(/\bhttps?:\/\/\S+/g, ' ');
  const quotes = [...text.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const tokens = [...text.split(/\s+/), ...quotes].map(trimmed).filter((token) => token !== '' && !PRODUCTS.test(token));
  const named = {
    folders: first(tokens.filter((token) => FOLDER.test(token) && !isFile(token))),
    files: first(tokens.filter(isFile)),
    patterns: first([...tokens.filter(isPattern), ...quotes.filter(isQuotedPattern)], MOST_PATTERNS),
    searches: first([
      ...expressionsIn(text),
      ...[...tokens.filter((token) => IDENTIFIER.test(token)), ...quotes.filter(isQuotedName)].map(escaped),
    ]),
  };
  if (named.files.length + named.patterns.length + named.searches.length > 0) return named;
  const topics = TOPICS.filter((topic) => topic.when.test(text));
  return {
    ...named,
    patterns: first(interleaved(topics.map((topic) => topic.patterns)), MOST_PATTERNS),
    searches: first(topics.flatMap((topic) => topic.search ?? [])),
  };
}

/** Without the punctuation of the sentence around it; a leading dot belongs to the name. */
function trimmed(token: string): string {
  return token.replace(/^[("'`“[{<]+/, '').replace(/(?:\(\))?[)"'`”\]}>.,;:!?]+$/, '');
}

function isPath(token: string): boolean {
  return isFile(token) || isPattern(token) || FOLDER.test(token);
}

function isFile(token: string): boolean {
  return (FILE.test(token) || WELL_KNOWN_FILE.test(token)) && !token.includes('*');
}

/** `*.ts`, `src/**`; not `**bold**` and not an absolute pattern, which the tools refuse. */
function isPattern(token: string): boolean {
  return /^(?!\/)[\w@./{},*?-]*\*[\w@./{},*?-]*$/.test(token) && /[./]/.test(token);
}

/** In quotes a lone star makes a pattern; `*` itself is always listed. */
function isQuotedPattern(quote: string): boolean {
  return /^[\w.-]*\*[\w.*-]*$/.test(quote) && quote !== '*';
}

function isQuotedName(quote: string): boolean {
  return /^[\w.$-]{3,}$/.test(quote) && !isPath(quote);
}

/** What a prompt asks to search for, where it is a regular expression and not a path. */
function expressionsIn(text: string): string[] {
  const candidates = [...text.matchAll(EXPRESSION)].map((match) => match[1] ?? '');
  return candidates.filter((candidate) => !isPath(candidate) && isRegularExpression(candidate));
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== '';
  } catch {
    return false;
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** The first of every list, then the second of every list, and so on. */
function interleaved(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

function first(values: readonly string[], limit = LIMIT): string[] {
  return [...new Set(values)].slice(0, limit);
}
