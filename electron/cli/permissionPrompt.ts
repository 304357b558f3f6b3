import { createTwoFilesPatch } from 'diff';
import { START_SERVER } from '../../shared/catalog/tools';
import type { StepgraphClient } from '../../shared/ipc/contract';
import type { PendingPermission, PermissionAnswer } from '../../shared/ipc/contract/permissions';
import { isAbort, isAppError } from '../../shared/lib/appError';
import { visibleText } from '../../shared/lib/visibleText';
import { fileChangeOf } from '../../shared/session/fileChange';
import { describeFailure } from './failures';
import type { Keyboard } from './keyboard';

const ANSWERS: ReadonlyMap<string, PermissionAnswer> = new Map([
  ['a', 'once'],
  ['r', 'run'],
  ['w', 'always'],
  ['d', 'deny'],
]);

/**
 * Puts every request for permission before the person at the terminal, one after the other, until `end`. `note` must leave what it prints on
 * the screen.
 */
export function answerRequests(client: StepgraphClient, keyboard: Keyboard, note: (line: string) => void): { end(): Promise<void> } {
  const over = new AbortController();
  const shown = new Set<string>();

  async function ask(request: PendingPermission): Promise<void> {
    for (const line of requestLines(request)) note(line);
    const answer = await keyboard.answer(over.signal, (key) => answerOf(key, request));
    if (answer === undefined) return;
    try {
      await client.permissions.answer({ requestId: request.requestId, answer });
    } catch (error) {
      // Another answer made a rule that answered this too, or the run was stopped.
      if (!isAppError(error) || error.code !== 'NOT_FOUND') note(describeFailure(error).lines.join('\n'));
    }
  }

  async function work(): Promise<void> {
    try {
      for await (const pending of client.permissions.pending({}, over.signal)) {
        for (const request of pending) {
          if (shown.has(request.requestId)) continue;
          shown.add(request.requestId);
          await ask(request);
        }
      }
    } catch (error) {
      if (!over.signal.aborted && !isAbort(error)) note(describeFailure(error).lines.join('\n'));
    }
  }

  const ended = work();
  return {
    end() {
      over.abort();
      return ended;
    },
  };
}

function answerOf(key: string, { rules }: PendingPermission): PermissionAnswer | undefined {
  const answer = ANSWERS.get(key.toLowerCase());
  return answer === 'once' || answer === 'deny' || rules.length > 0 ? answer : undefined;
}

function requestLines(request: PendingPermission): readonly string[] {
  const { tool, reason, sessionTitle, startedBy } = request;
  const who = startedBy === undefined ? sessionTitle : `${sessionTitle}, started by ${startedBy},`;
  return [
    '',
    visibleText(`${who} ${tool === START_SERVER ? 'asks to start an MCP server' : `asks to use ${tool}`}, because ${reason}:`),
    ...visibleText(inputText(request))
      .split('\n')
      .map((line) => `  ${line}`),
    choices(request),
  ];
}

function choices({ tool, rules }: PendingPermission): string {
  if (tool === START_SERVER) return '[a] agree, until anything of it changes  [d] deny';
  if (rules.length === 0) return '[a] allow once  [d] deny';
  return `[a] allow once  [r] for this run  [w] always: ${visibleText(rules.join(', '))}  [d] deny`;
}

/** The command as it is, a change of a file as a difference, anything else as JSON. */
function inputText(request: PendingPermission): string {
  const { command } = Object(request.input);
  if (request.tool === 'bash' && typeof command === 'string') return command;
  const change = fileChangeOf(request);
  if (change) return createTwoFilesPatch(change.file, change.file, change.before, change.after, change.isNew ? 'new' : '', '').trimEnd();
  return JSON.stringify(request.input, null, 2);
}
