import { ANY } from './shellWord';

/** A pattern of a rule, taken apart: literal text between stars. `\*` is a star itself. */
type Wildcard = { readonly pieces: readonly string[]; readonly pathExpression: RegExp; readonly symbols: readonly string[] };

const STAR = '*';
const known = new Map<string, Wildcard>();
const MOST_KNOWN = 1_000;

/** Whether the pattern fits the whole text, for every text that `ANY` may stand for. */
export function surelyFits(pattern: string, text: string): boolean {
  return fits(wildcard(pattern).pieces, text);
}

/** The same of a path, in which one star ends at a slash and two do not. */
export function fitsPath(pattern: string, path: string): boolean {
  return wildcard(pattern).pathExpression.test(path);
}

/** The same as an expression, to be sent to a thread. */
export function pathExpression(pattern: string): RegExp {
  return wildcard(pattern).pathExpression;
}

/** Whether the pattern fits the text for some text that `ANY` may stand for. */
export function mayFit(pattern: string, text: string): boolean {
  const { pieces, symbols } = wildcard(pattern);
  return fits(pieces, text) || (text.includes(ANY) && intersect(symbols, text));
}

function wildcard(pattern: string): Wildcard {
  const found = known.get(pattern);
  if (found) return found;
  const parts = pattern.split(/(\\\*|\*+)/);
  const source = (star: string) => parts.map((part) => sourceOf(part, star)).join('');
  const made: Wildcard = {
    pieces: pattern.split(/(?<!\\)\*+/).map((piece) => piece.replaceAll('\\*', '*')),
    pathExpression: new RegExp(`^${source('[^/]*')}$`, 's'),
    symbols: parts.flatMap((part) => (part === '\\*' ? ['\\*'] : /^\*+$/.test(part) ? [STAR] : [...part])),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(pattern, made);
  return made;
}

/** Whether a text is these pieces with anything between them. Each is looked for once, so that no pattern takes long. */
function fits([first = '', ...others]: readonly string[], text: string): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of others) {
    const place = text.indexOf(piece, from);
    if (place < 0) return false;
    from = place + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

function sourceOf(part: string, star: string): string {
  if (part === '\\*') return '\\*';
  if (part === '*') return star;
  return /^\*+$/.test(part) ? '.*' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
}

/** Whether two texts with stars (`STAR` in the one, `ANY` in the other) can be the same: reached[j] after i symbols of the pattern. */
function intersect(symbols: readonly string[], text: string): boolean {
  let reached = closure([true], text);
  for (const symbol of symbols) {
    const next: boolean[] = [];
    for (let place = 0; place <= text.length; place += 1) {
      if (!reached[place]) {
        if (symbol === STAR && next[place - 1]) next[place] = true;
      } else if (symbol === STAR) next[place] = true;
      else if (text[place] === ANY) next[place] = true;
      else if (text[place] === (symbol === '\\*' ? '*' : symbol)) next[place + 1] = true;
      if (symbol === STAR && next[place - 1]) next[place] = true;
    }
    reached = closure(next, text);
  }
  return reached[text.length] ?? false;
}

/** `ANY` may stand for nothing. */
function closure(reached: boolean[], text: string): boolean[] {
  for (let place = 0; place < text.length; place += 1) if (reached[place] && text[place] === ANY) reached[place + 1] = true;
  return reached;
}
