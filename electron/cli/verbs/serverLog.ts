import { plainText } from '../../../shared/lib/plainText';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const serverLogVerb = defineVerb({
  name: 'servers log',
  operands: ['NAME'],
  summary: 'Show what an MCP server printed, what went wrong with it, and when it started and ended.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [name = ''], options, terminal }) =>
    withHost(options, async ({ services }) => {
      const lines = services.connections.log(name);
      if (options.json) terminal.print(JSON.stringify(lines, null, 2));
      else
        for (const { at, kind, owner, text } of lines)
          terminal.print(`${at} ${owner} ${kind === 'said' ? '│' : `${kind}:`} ${plainText(text)}`);
      if (lines.length === 0) terminal.note(`There is no log of a server called ${plainText(name)}. "servers list" tells which there are.`);
      return 0;
    }),
});
