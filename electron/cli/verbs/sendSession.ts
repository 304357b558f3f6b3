import { isAbort } from '../../../shared/lib/appError';
import { plainText } from '../../../shared/lib/plainText';
import type { TurnItem, TurnResult } from '../../../shared/session/turn';
import { describeFailure } from '../failures';
import { formatCost, formatTokens } from '../format';
import { withHost } from '../host';
import { onInterrupt } from '../interruption';
import { permissionMode, SANDBOX_OPTIONS, SERVER_OPTIONS, sandboxSchema, serverSchema } from '../options';
import { answerRequests } from '../permissionPrompt';
import { plainLine } from '../plainLine';
import { LIMIT_OPTIONS, limitsOf, sessionsSchema } from '../sessionOptions';
import type { Terminal } from '../terminal';
import { defineVerb } from '../verb';

const LONGEST_CALL = 120;

export const sendSessionVerb = defineVerb({
  name: 'sessions send',
  operands: ['ID', 'TEXT'],
  summary: 'Continue a session: send a message and print the answer.',
  options: {
    'permission-mode': { type: 'string', value: 'MODE', help: 'default, acceptEdits, plan or bypassPermissions, for this message' },
    ...SANDBOX_OPTIONS,
    ...SERVER_OPTIONS,
    ...LIMIT_OPTIONS,
  },
  schema: sessionsSchema.extend({ ...sandboxSchema.shape, ...serverSchema.shape, 'permission-mode': permissionMode.optional() }),
  run: ({ operands: [id = '', text = ''], options, terminal }) =>
    withHost({ ...options, limits: limitsOf(options), isAttended: terminal.keyboard !== undefined }, async ({ client }) => {
      const { settings } = await client.sessions.get({ id });
      let isStopped = false;
      using _interrupt = onInterrupt(() => {
        isStopped = true;
        terminal.note('Stopping … (Ctrl+C again ends it at once)');
        client.sessions.stop({ id }).catch((error: unknown) => terminal.note(describeFailure(error).lines.join('\n')));
      });
      const requests = terminal.keyboard && answerRequests(client, terminal.keyboard, terminal.note);
      try {
        for await (const item of client.sessions.send({ id, text, permissionMode: options['permission-mode'] })) {
          if (item.type === 'done') printAnswer(id, item, settings.provider === 'rehearsal', options.json, terminal);
          else noteProgress(item, terminal);
        }
        return 0;
      } catch (error) {
        if (isStopped && isAbort(error)) return 130;
        throw error;
      } finally {
        await requests?.end();
      }
    }),
});

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
