import { isFixed, mayBeOption, type ShellWord } from './shellWord';

const ADDRESS = String.raw`(?:\d+|\$|\+\d+|\d+~\d+|/(?:[^/\\\n]|\\.)*/I?)`;
const SUBSTITUTE = ['/', '|', '#', ',', ':', '@']
  .map((mark) => {
    const text = String.raw`(?:[^\\\n${mark}]|\\.)*`;
    const at = mark === '|' ? '\\|' : mark;
    return `s${at}${text}${at}${text}${at}[gpiIm0-9]*`;
  })
  .join('|');
/** One command of sed's language, without `w`, `e`, `r`, blocks, labels, and the flags by which `s` writes or runs; or the end. */
const SED_COMMAND = new RegExp(`[\\s;]*(?:(?:${ADDRESS}(?:,${ADDRESS})?)?!?(?:[pdPD=n]|q\\d*|${SUBSTITUTE})(?=[\\s;]|$)|$)`, 'y');
const SED_OPTION = /^-([nErsuz]+|-(quiet|silent|regexp-extended|separate|null-data))$/;

/** `sed` with scripts that print, delete and replace, never in place. */
export function sedOnlyReads(words: readonly ShellWord[]): boolean {
  const rest = [...words];
  const scripts: ShellWord[] = [];
  for (let word = rest[0]; word && mayBeOption(word); word = rest[0]) {
    rest.shift();
    if (!isFixed(word)) return false;
    if (/^-[nErsuz]*e$/.test(word.shape)) scripts.push(...rest.splice(0, 1));
    else if (!SED_OPTION.test(word.shape)) return false;
  }
  if (scripts.length === 0) scripts.push(...rest.splice(0, 1));
  const areHarmless = scripts.every((script) => isFixed(script) && isHarmlessSed(script.shape));
  return scripts.length > 0 && areHarmless && !rest.some(mayBeOption);
}

function isHarmlessSed(script: string): boolean {
  SED_COMMAND.lastIndex = 0;
  while (SED_COMMAND.test(script)) if (SED_COMMAND.lastIndex === script.length) return true;
  return false;
}

/** What lets awk write, run programs, read the environment or load more of itself. */
const AWK_POWER = /system|getline|close|ENVIRON|PROCINFO|SYMTAB|ARGV|ARGC|[|@]/;

/** `awk` with a program that prints what it reads. */
export function awkOnlyReads(words: readonly ShellWord[]): boolean {
  const rest = [...words];
  for (let word = rest[0]; word && mayBeOption(word); word = rest[0]) {
    rest.shift();
    if (!isFixed(word) || !/^-[Fv]/.test(word.shape)) return false;
    if (word.shape.length === 2) {
      const value = rest.shift();
      if (!value || !isFixed(value)) return false;
    }
  }
  const [program, ...operands] = rest;
  return (
    program !== undefined &&
    isFixed(program) &&
    !AWK_POWER.test(program.shape) &&
    !mayRedirect(program.shape) &&
    !operands.some(mayBeOption)
  );
}

/** Without printing, `>` compares. */
function mayRedirect(program: string): boolean {
  return program.includes('>') && program.includes('print');
}
