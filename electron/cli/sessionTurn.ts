import { resolve } from 'node:path';
import type { z } from 'zod';
import type { StepgraphClient } from '../../shared/ipc/contract';
import { isAbort } from '../../shared/lib/appError';
import { plainText } from '../../shared/lib/plainText';
import type { PermissionMode } from '../../shared/session/session';
import type { TurnItem, TurnResult } from '../../shared/session/turn';
import { describeFailure } from './failures';
import { formatCost, formatTokens } from './format';
import { withHost } from './host';
import { onInterrupt } from './interruption';
import { hostSchema, permissionMode, SANDBOX_OPTIONS, SERVER_OPTIONS, sandboxSchema, serverSchema } from './options';
import { answerRequests } from './permissionPrompt';
import { plainLine } from './plainLine';
import { LIMIT_OPTIONS, limitShape, limitsOf } from './sessionOptions';
import type { Terminal } from './terminal';
import type { ExitStatus, OptionSpec, VerbCall } from './verb';

const LONGEST_CALL = 120;

/** Of verbs that take a turn of a session. */
export const TURN_OPTIONS: { readonly [name: string]: OptionSpec } = {
  'permission-mode': { type: 'string', value: 'MODE', help: 'default, acceptEdits, plan or bypassPermissions, for this turn' },
  workdir: { type: 'string', value: 'DIR', help: 'the session works there from now on, as when its folder was moved' },
  ...SANDBOX_OPTIONS,
  ...SERVER_OPTIONS,
  ...LIMIT_OPTIONS,
};

export const turnSchema = hostSchema.extend({
  ...limitShape,
  ...sandboxSchema.shape,
  ...serverSchema.shape,
  'permission-mode': permissionMode.optional(),
});

export type TurnSettings = {
  readonly id: string;
  readonly permissionMode?: PermissionMode | undefined;
  readonly workDir?: string | undefined;
};

/** Takes a turn of a session, shows what happens in it and prints the answer. A turn that fails once the message is stored can be gone on with: that is said. */
export function takeTurn(
  { operands: [id = ''], options, terminal }: VerbCall<z.output<typeof turnSchema>>,
  begin: (client: StepgraphClient, settings: TurnSettings) => AsyncIterable<TurnItem>,
): Promise<ExitStatus> {
  const { workdir } = options;
  return withHost({ ...options, limits: limitsOf(options), isAttended: terminal.keyboard !== undefined }, async ({ client }) => {
    const { settings } = await client.sessions.get({ id });
    let isStopped = false;
    let isStored = false;
    using _interrupt = onInterrupt(() => {
      isStopped = true;
      terminal.note('Stopping … (Ctrl+C again ends it at once)');
      client.sessions.stop({ id }).catch((error: unknown) => terminal.note(describeFailure(error).lines.join('\n')));
    });
    const requests = terminal.keyboard && answerRequests(client, terminal.keyboard, terminal.note);
    const wanted = { id, permissionMode: options['permission-mode'], workDir: workdir === undefined ? undefined : resolve(workdir) };
    try {
      for await (const item of begin(client, wanted)) {
        isStored ||= item.type === 'stored';
        if (item.type === 'done') printAnswer(id, item, settings.provider === 'rehearsal', options.json, terminal);
        else noteProgress(item, terminal);
      }
      return 0;
    } catch (error) {
      if (isStored) terminal.note(`The message is stored. To try again without sending it twice: stepgraph sessions retry ${id}`);
      if (isStopped && isAbort(error)) return 130;
      throw error;
    } finally {
      await requests?.end();
    }
  });
}

function noteProgress(item: TurnItem, terminal: Terminal): void {
  if (item.type === 'tool.start') terminal.note(plainLine(`→ ${item.name} ${JSON.stringify(item.input)}`, LONGEST_CALL));
  else if (item.type === 'tool.done' && item.isError) terminal.note(plainLine(`✗ ${item.preview}`, LONGEST_CALL));
}

function printAnswer(sessionId: string, result: TurnResult, isRehearsal: boolean, isJson: boolean, terminal: Terminal): void {
  const { text, toolCalls, usage, costUsd } = result;
  const price = isRehearsal ? 'Rehearsal: nothing was sent to a model' : formatCost(costUsd);
  terminal.note([formatTokens(usage), price].filter((part) => part !== '').join(' · '));
  terminal.print(isJson ? JSON.stringify({ sessionId, text, toolCalls, usage, costUsd }, null, 2) : plainText(text));
}
