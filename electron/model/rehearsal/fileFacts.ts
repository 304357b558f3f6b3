import { recall } from './recall';

const NAMES = 5;

/** The session's own words in place of an empty result, and at the end of one that was too long for a model. */
const EMPTY = '(no output)';
const CUT = /\n\[output cut: [^\n]*\]$/;

/** What can be said of a file's content in half a line: its size and what it is about. */
export function fileFacts(path: string, output: string): string {
  const content = output === EMPTY ? '' : output.replace(CUT, '');
  const lines = content === '' ? 0 : content.replace(/\n$/, '').split('\n').length;
  const size = `${CUT.test(output) ? 'more than ' : ''}${lines} ${lines === 1 ? 'line' : 'lines'}`;
  const about = /\.json$/i.test(path) ? aboutJson(content) : (aboutMarkdown(path, content) ?? aboutCode(content) ?? aboutText(content));
  return about === undefined ? size : `${size}; ${about}`;
}

/** Sentences of a file that bear on the prompt. */
export function telling(prompt: string, content: string): string[] {
  return recall(prompt, [content])
    .filter((sentence) => sentence.length <= 160)
    .slice(0, 1);
}

function aboutJson(content: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return 'not plain JSON';
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== 'object' || value === null) return undefined;
  const title = 'name' in value && typeof value.name === 'string' ? `“${value.name}”, ` : '';
  return `${title}${Object.entries(value)
    .slice(0, NAMES + 2)
    .map(([key, member]) => `${key}${countOf(member)}`)
    .join(', ')}`;
}

function countOf(member: unknown): string {
  return typeof member === 'object' && member !== null ? ` (${Object.keys(member).length})` : '';
}

function aboutMarkdown(path: string, content: string): string | undefined {
  if (!/\.(?:md|markdown)$/i.test(path)) return undefined;
  const headings = [...content.matchAll(/^#{1,3} +(.+)$/gm)].map((match) => match[1]?.trim() ?? '');
  return headings.length === 0 ? undefined : `headings ${listed(headings)}`;
}

function aboutCode(content: string): string | undefined {
  const declaration =
    /^(?:export )?(?:default )?(?:pub )?(?:abstract )?(?:async )?(?:function|class|interface|type|enum|const|def|func|fn|struct) +(\w+)/gm;
  const names = [...content.matchAll(declaration)].map((match) => match[1] ?? '');
  return names.length === 0 ? undefined : `declares ${listed(names.map((name) => `\`${name}\``))}`;
}

function aboutText(content: string): string | undefined {
  const line = content.split('\n').find((candidate) => /\w/.test(candidate));
  return line === undefined ? undefined : `begins “${line.trim().slice(0, 80)}”`;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES;
  return names.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
