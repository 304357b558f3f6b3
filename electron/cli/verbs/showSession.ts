import type { StepgraphClient } from '../../../shared/ipc/contract';
import { plainText } from '../../../shared/lib/plainText';
import { type CallDecision, decisionLines, type StoredDecision } from '../../../shared/session/decision';
import type { ContentBlock, Message } from '../../../shared/session/session';
import type { KeptOutput } from '../../../shared/session/toolOutput';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { defineVerb } from '../verb';

const LONGEST_CALL = 200;
const LONGEST_REASON = 2000;
/** Decisions asked for at once. */
const PAGE = 1000;

export const showSessionVerb = defineVerb({
  name: 'sessions show',
  operands: ['ID'],
  summary: 'Show a session: its settings and its conversation.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [id = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      const session = await client.sessions.get({ id });
      const messages = await client.sessions.conversation({ id });
      const decisions = await decisionsOf(client, id);
      if (options.json) terminal.print(JSON.stringify({ ...session, messages, decisions }, null, 2));
      else {
        const mark = session.settings.provider === 'rehearsal' ? ' · Rehearsal' : '';
        terminal.print(`${plainText(session.title)} · ${session.state} · ${session.settings.model ?? 'default model'}${mark}`);
        const kept = new Map((await client.outputs.list({ sessionId: id })).map((output) => [output.callId, output]));
        for (const message of messages) terminal.print(`\n[${message.role}]\n${messageText(message, kept)}`);
        const others = decisions.filter(({ messageId }) => messageId === null);
        if (others.length > 0) terminal.print(`\n[without a result]\n${others.flatMap(namedDecision).join('\n')}`);
        if (kept.size > 0) terminal.note(`\nWhat is marked as cut can be had whole: stepgraph sessions output ${id} CALL`);
      }
      return 0;
    }),
});

async function decisionsOf(client: StepgraphClient, id: string): Promise<readonly StoredDecision[]> {
  const found: StoredDecision[] = [];
  for (;;) {
    const page = await client.sessions.decisions({ id, offset: found.length, limit: PAGE });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

type KeptOutputs = ReadonlyMap<unknown, KeptOutput>;

function messageText(message: Message, kept: KeptOutputs): string {
  const said = message.content.map((block) => blockText(block, kept));
  return [...(message.decision ? decided(message.decision) : []), ...said].join('\n');
}

function namedDecision(decision: StoredDecision): readonly string[] {
  return [plainLine(`→ ${decision.callId}`, LONGEST_CALL), ...decided(decision)];
}

function decided(decision: CallDecision): readonly string[] {
  return decisionLines(decision).map((line) => plainLine(`· ${line}`, LONGEST_REASON));
}

function blockText(block: ContentBlock, kept: KeptOutputs): string {
  if (typeof block.text === 'string') return plainText(block.text);
  if (block.type === 'tool_use') return plainLine(`→ ${String(block.name)} ${JSON.stringify(block.input)}`, LONGEST_CALL);
  if (block.type === 'tool_result') return plainLine(`← ${resultText(block.content)}`, LONGEST_CALL) + cutMark(kept.get(block.tool_use_id));
  return `(${block.type})`;
}

function cutMark(output: KeptOutput | undefined): string {
  return output ? `\n  [cut: ${output.lines} lines, CALL ${plainText(output.callId)}]` : '';
}

function resultText(content: ContentBlock[string]): string {
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}
