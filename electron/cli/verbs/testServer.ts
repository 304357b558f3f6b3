import { plainText } from '../../../shared/lib/plainText';
import { InvalidInput } from '../failures';
import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { defineVerb } from '../verb';

export const testServerVerb = defineVerb({
  name: 'servers test',
  operands: ['NAME'],
  summary: 'Start one of your own MCP servers, list its tools, and end it again.',
  options: {},
  schema: commonSchema,
  run: ({ operands: [name = ''], options, terminal }) =>
    withHost(options, async ({ client }) => {
      const own = await client.connections.servers({});
      const found = own.find(({ definition }) => definition.name.toLowerCase() === name.toLowerCase());
      if (!found) throw new InvalidInput([`${name}: you have no MCP server of that name. Add it in Settings, under MCP servers.`]);
      const trial = await client.connections.tryServer({ definition: found.definition });
      if (options.json) terminal.print(JSON.stringify(trial, null, 2));
      else {
        terminal.note(
          plainText(`${trial.title} ${trial.version} answered in ${trial.durationMs} ms and offers ${trial.tools.length} tools.`),
        );
        for (const tool of trial.tools) terminal.print(plainLine(`${tool.name}: ${tool.description}`, 160));
      }
      return 0;
    }),
});
