import { withHost } from '../host';
import { commonSchema } from '../options';
import { plainLine } from '../plainLine';
import { defineVerb } from '../verb';

export const listServersVerb = defineVerb({
  name: 'servers list',
  operands: [],
  summary: 'List your own MCP servers, and others that there is a log of.',
  options: {},
  schema: commonSchema,
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const own = await client.connections.servers({});
      const logged = await client.connections.logged({});
      const isOwn = (name: string) => own.some(({ definition }) => definition.name.toLowerCase() === name.toLowerCase());
      const rows = [
        ...own.map(({ definition, isEnabled }) => ({ name: definition.name, isOwn: true, isEnabled, definition })),
        ...logged.filter((name) => !isOwn(name)).map((name) => ({ name, isOwn: false })),
      ];
      if (options.json) terminal.print(JSON.stringify(rows, null, 2));
      for (const row of options.json ? [] : rows) terminal.print(plainLine(`${row.name}: ${placeOf(row)}`, 200));
      return 0;
    }),
});

function placeOf(row: { readonly isOwn: boolean; readonly isEnabled?: boolean }): string {
  if (!row.isOwn) return 'of a workflow or a program';
  return row.isEnabled ? 'your own' : 'your own, not offered to steps';
}
