import { withHost } from '../host';
import { RULE_OPTIONS } from '../options';
import { changedRulesSchema, givenRules, OWNER_OPTIONS, ownerOf, ruleText } from '../ruleOptions';
import { defineVerb } from '../verb';

export const addRulesVerb = defineVerb({
  name: 'rules add',
  operands: [],
  summary: 'Keep permission rules, for all that you run or for one workflow.',
  options: { ...RULE_OPTIONS, ...OWNER_OPTIONS },
  schema: changedRulesSchema,
  run: async ({ options, terminal }) => {
    const given = givenRules(options);
    return withHost(options, async ({ client }) => {
      const { id: workflowId } = await ownerOf(client, options.workflow);
      const { deny, ask, allow } = options;
      const kept = await client.permissions.changeRules({ workflowId, add: { deny, ask, allow } });
      for (const { kind, rule } of given) terminal.note(`Kept: ${kind} ${ruleText(rule)}`);
      if (options.json) terminal.print(JSON.stringify(kept, null, 2));
      return 0;
    });
  },
});
