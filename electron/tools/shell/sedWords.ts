import { isNamed, type NamedWord } from './namedWords';
import { isFixed } from './shellWord';

const ADDRESS = String.raw`(?:\d+|\$|/(?:[^/\\\n[]|\\[^\n]|\[[^\]/\\\n]*\])+/)`;
const SUBSTITUTE = ['/', '\\|', '#', ',', ':', '@'].map((mark) => {
  const text = String.raw`(?:[^${mark}\\\n[]|\\[^\n]|\[[^\]${mark}\\\n]*\])*`;
  return `s${mark}${text}${mark}${text}${mark}[gIip\\d]*`;
});
const COMMAND = `(?:${ADDRESS}(?:,${ADDRESS})?)?\\s*(?:[dpqD=]|${SUBSTITUTE.join('|')})`;
/** Printing, deleting and replacing: of what else a script of sed may hold, `e` starts programs. */
const HARMLESS = new RegExp(`^\\s*${COMMAND}(?:\\s*;\\s*${COMMAND})*\\s*;?\\s*$`);
const ALONE = /^(-[nErsuz]*(i\S*)?|--(quiet|silent|regexp-extended|null-data|separate|unbuffered|in-place(=.*)?))$/;

/** Whether a script of sed that no rule names may start programs. */
export function startsInSed(words: readonly NamedWord[]): boolean {
  const scripts: NamedWord[] = [];
  const operands: NamedWord[] = [];
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place];
    if (!word) break;
    if (!isFixed(word)) operands.push(word);
    else if (/^(-[nErsuz]*e|--expression)$/.test(word.shape)) {
      place += 1;
      const script = words[place];
      if (script) scripts.push(script);
    } else if (!word.shape.startsWith('-')) operands.push(word);
    else if (!ALONE.test(word.shape) && !isNamed(word)) return true;
  }
  const given = scripts.length > 0 ? scripts : operands.splice(0, 1);
  if (operands.some((word) => word.isSplit || !/^[^\0-]/.test(word.shape))) return true;
  return !given.every((script) => isNamed(script) || (isFixed(script) && HARMLESS.test(script.shape)));
}
