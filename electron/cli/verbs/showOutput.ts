import { plainText } from '../../../shared/lib/plainText';
import type { KeptOutput } from '../../../shared/session/toolOutput';
import { InvalidInput } from '../failures';
import { type OpenHost, withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import type { Terminal } from '../terminal';
import { defineVerb } from '../verb';

export const showOutputVerb = defineVerb({
  name: 'sessions output',
  operands: ['ID', '[CALL]'],
  summary: 'Print the whole output of a tool call that was too long for the model; without CALL, list those calls.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [id = '', callId], options, terminal }) =>
    withHost(options, async ({ client }) => {
      await client.sessions.get({ id });
      const kept = await client.outputs.list({ sessionId: id });
      if (callId === undefined) printList(kept, options.json, terminal);
      else await printWhole(client, id, findOutput(kept, id, callId), options.json, terminal);
      return 0;
    }),
});

function findOutput(kept: readonly KeptOutput[], id: string, callId: string): KeptOutput {
  const found = kept.find((output) => output.callId === callId);
  if (found) return found;
  const others = kept.length === 0 ? 'None is kept in this session.' : `There are: ${kept.map((output) => output.callId).join(', ')}.`;
  throw new InvalidInput([
    `${callId}: no whole output of such a call is kept. What the model was given whole is in "sessions show ${id}". ${others}`,
  ]);
}

function printList(kept: readonly KeptOutput[], isJson: boolean, terminal: Terminal): void {
  const rows = kept.map(({ partRows: _, ...output }) => output);
  if (isJson) terminal.print(JSON.stringify(rows, null, 2));
  for (const { callId, lines, characters, isCut } of isJson ? [] : rows)
    terminal.print(plainLine(`${callId}: ${lines} lines, ${characters} characters${isCut ? ', the end is missing' : ''}`, 200));
}

/** Part by part, so that it never has to be in memory whole; as JSON it does. */
async function printWhole(client: OpenHost['client'], sessionId: string, output: KeptOutput, isJson: boolean, terminal: Terminal) {
  const parts: string[] = [];
  for (const part of output.partRows.keys()) {
    const text = await client.outputs.part({ sessionId, callId: output.callId, part });
    if (isJson) parts.push(text);
    else terminal.write(plainText(text));
  }
  if (isJson) terminal.print(JSON.stringify({ ...output, text: parts.join('') }));
  if (output.isCut) terminal.note('The output was longer than what is kept: its end is missing.');
}
