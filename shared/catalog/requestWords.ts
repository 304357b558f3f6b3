import type { Json } from '../lib/json';
import { visibleText } from '../lib/visibleText';
import { START_SERVER } from './tools';

const MOST_CHARACTERS = 120;

/** What a call that waits wants to do, in people's words, as the rest of a sentence that begins with who asks: "asks to …". */
export function requestWords(tool: string, input: Json): string {
  const { file_path: file, name, command } = Object(input);
  switch (tool) {
    case START_SERVER:
      return named('start the MCP server', name);
    case 'bash':
      return named('run the command', command);
    case 'read':
      return named('read', file, 'a file');
    case 'write':
      return named('write', file, 'a file');
    case 'edit':
      return named('change', file, 'a file');
    case 'glob':
    case 'grep':
      return 'search files';
    case 'run_workflow':
      return 'run a workflow of its own design';
    case 'task':
      return 'hand work to another agent';
    case 'skill':
      return named('load the skill', name);
    default: {
      const [, server, action] = /^(.+?)__(.+)$/s.exec(tool) ?? [];
      return server === undefined ? `use ${short(tool)}` : `use ${short(action ?? '')} of ${short(server)}`;
    }
  }
}

function named(what: string, value: unknown, otherwise = ''): string {
  if (typeof value === 'string' && value.trim() !== '') return `${what} ${short(value)}`;
  return otherwise === '' ? what : `${what} ${otherwise}`;
}

/** In one line, and no longer than can be taken in. */
function short(text: string): string {
  const line = visibleText(text.slice(0, MOST_CHARACTERS).replace(/\s+/g, ' ').trim());
  return text.length > MOST_CHARACTERS ? `${line}…` : line;
}
