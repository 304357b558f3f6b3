import type { ContentBlock, Message } from '../../../shared/session/session';
import type { KeptOutput } from '../../../shared/session/toolOutput';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine, plainText } from '../plainText';
import { defineVerb } from '../verb';

const LONGEST_CALL = 200;

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
      if (options.json) terminal.print(JSON.stringify({ ...session, messages }, null, 2));
      else {
        const mark = session.settings.provider === 'rehearsal' ? ' · Rehearsal' : '';
        terminal.print(`${session.title} · ${session.state} · ${session.settings.model ?? 'default model'}${mark}`);
        const kept = new Map((await client.outputs.list({ sessionId: id })).map((output) => [output.callId, output]));
        for (const message of messages) terminal.print(`\n[${message.role}]\n${messageText(message, kept)}`);
        if (kept.size > 0) terminal.note(`\nWhat is marked as cut can be had whole: stepgraph sessions output ${id} CALL`);
      }
      return 0;
    }),
});

type KeptOutputs = ReadonlyMap<unknown, KeptOutput>;

function messageText(message: Message, kept: KeptOutputs): string {
  return message.content.map((block) => blockText(block, kept)).join('\n');
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
