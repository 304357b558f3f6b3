import type { ContentBlock, Message } from '../../../shared/session/session';
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
        for (const message of messages) terminal.print(`\n[${message.role}]\n${messageText(message)}`);
      }
      return 0;
    }),
});

function messageText(message: Message): string {
  return message.content.map(blockText).join('\n');
}

function blockText(block: ContentBlock): string {
  if (typeof block.text === 'string') return plainText(block.text);
  if (block.type === 'tool_use') return plainLine(`→ ${String(block.name)} ${JSON.stringify(block.input)}`, LONGEST_CALL);
  if (block.type === 'tool_result') return plainLine(`← ${resultText(block.content)}`, LONGEST_CALL);
  return `(${block.type})`;
}

function resultText(content: ContentBlock[string]): string {
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}
