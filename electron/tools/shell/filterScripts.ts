import { type Options, type Reading, readArguments } from './argumentTable';
import type { ShellWord } from './shellWord';

/** Signs that mean the same in every dialect: no escapes, no brackets, none of a script's own marks. */
const PLAIN = `[ !"$%&'()*+.0-9<=>?A-Z^_a-z{}~-]`;
const PLAIN_TEXT = `(?:${PLAIN}|[,:;@#|])`;
const ADDRESS = String.raw`(?:\d+|\$|/${PLAIN_TEXT}*/)`;
const SUBSTITUTE = ['/', '\\|', '#', ',', ':', '@'].map((mark) => {
  const text = `(?:(?!${mark})(?:${PLAIN_TEXT}|/))*`;
  return `s${mark}${text}${mark}${text}${mark}g?`;
});
/** One command of sed's language: printing or deleting lines, or replacing text. */
const SED_SCRIPT = new RegExp(`^(?:${ADDRESS}(?:,${ADDRESS})?[pd]|${SUBSTITUTE.join('|')})$`);
const FIELD = String.raw`(?:\$\d+|\$NF|NF|NR)`;
const CONDITION = String.raw`(?:/[\w .,:-]*/|${FIELD}\s*(?:==|!=|<=|>=|<|>)\s*\d+)`;
const PRINTED = String.raw`\{\s*print(?:\s+${FIELD}(?:\s*,\s*${FIELD})*)?\s*\}`;
/** Printing fields of the lines that fit. */
const AWK_SCRIPT = new RegExp(String.raw`^\s*(?:${CONDITION}(?:\s*&&\s*${CONDITION})*\s*(?:${PRINTED})?|${PRINTED})\s*$`);
const STEP = String.raw`(?:\.[A-Za-z_]\w*|\.?\[\d*\]|\.?\["[\w./@ -]*"\]|\."[\w./@ -]*")`;
const PATH = String.raw`(?:\.|${STEP}(?:\??${STEP})*\??)`;
/** Parts of the input, and what they are. */
const JQ_SCRIPT = new RegExp(String.raw`^\s*${PATH}(?:\s*\|\s*(?:keys|length|type|${PATH}))*\s*$`);

const AWK = program(AWK_SCRIPT, { values: { F: /^(?:[^\\]|\\t|\\\|)$/ } });
const SCRIPTED: { readonly [program: string]: (words: readonly ShellWord[]) => Reading | undefined } = {
  sed: program(SED_SCRIPT, { flags: 'nEr', long: 'quiet silent regexp-extended' }),
  awk: AWK,
  gawk: AWK,
  jq: program(JQ_SCRIPT, { flags: 'rcSM', long: 'raw-output compact-output sort-keys monochrome-output' }),
};

/** What a program opens that is given a script of its own language, where the script is known to only print; nothing for all others. */
export function readFilter(name: string, words: readonly ShellWord[]): Reading | undefined {
  return Object.hasOwn(SCRIPTED, name) ? SCRIPTED[name]?.(words) : undefined;
}

function program(script: RegExp, options: Options): (words: readonly ShellWord[]) => Reading | undefined {
  return (words) => {
    const reading = readArguments({ ...options, operands: [script], rest: 'paths' }, words);
    // Among its files awk takes such a word for an assignment.
    return words.length > 0 && !reading?.places.some(({ shape }) => shape.includes('=')) ? reading : undefined;
  };
}
