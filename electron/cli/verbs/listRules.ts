import { formatTable } from '../format';
import { withHost } from '../host';
import { plainLine } from '../plainLine';
import { ownerOf, ownerSchema, RULE_KINDS, ruleText } from '../ruleOptions';
import { defineVerb } from '../verb';

const LONGEST_NAME = 40;

export const listRulesVerb = defineVerb({
  name: 'rules list',
  operands: [],
  summary: 'List the permission rules that are kept: your own, and those of stored workflows.',
  options: { workflow: { type: 'string', value: 'NAME', help: 'only those of this stored workflow, by its name or id' } },
  schema: ownerSchema,
  run: ({ options, terminal }) =>
    withHost(options, async ({ client }) => {
      const everyone = async () => [await ownerOf(client, undefined), ...(await client.workflows.list({}))];
      const owners = options.workflow === undefined ? await everyone() : [await ownerOf(client, options.workflow)];
      const listed = await Promise.all(
        owners.map(async ({ id, name }) => {
          const rules = await client.permissions.rules({ workflowId: id });
          return RULE_KINDS.flatMap((kind) => rules[kind].map((rule) => ({ kind, rule, workflowId: id, name })));
        }),
      );
      const rows = listed.flat();
      if (options.json) {
        const plain = rows.map(({ kind, rule, workflowId, name }) => ({ kind, rule, workflowId, workflow: workflowId && name }));
        terminal.print(JSON.stringify(plain, null, 2));
      } else if (rows.length === 0) {
        terminal.note('There are no rules. "Always" in a question keeps one, and so does "stepgraph rules add".');
      } else {
        const cells = rows.map(({ kind, rule, name }) => [kind, plainLine(name, LONGEST_NAME), ruleText(rule)]);
        terminal.print(formatTable(['KIND', 'OF', 'RULE'], cells));
      }
      return 0;
    }),
});
