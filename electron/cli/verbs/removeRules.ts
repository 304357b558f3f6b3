import { AppError } from '../../../shared/lib/appError';
import { withHost } from '../host';
import { changedRulesSchema, givenRules, OWNER_OPTIONS, ownerOf, ruleText } from '../ruleOptions';
import { defineVerb } from '../verb';

export const removeRulesVerb = defineVerb({
  name: 'rules remove',
  operands: [],
  summary: 'Take back permission rules, each as "rules list" shows it.',
  options: {
    allow: { type: 'string', multiple: true, value: 'RULE', help: 'a rule that allows' },
    ask: { type: 'string', multiple: true, value: 'RULE', help: 'a rule that asks' },
    deny: { type: 'string', multiple: true, value: 'RULE', help: 'a rule that forbids' },
    ...OWNER_OPTIONS,
  },
  schema: changedRulesSchema,
  run: async ({ options, terminal }) => {
    const given = givenRules(options);
    return withHost(options, async ({ client }) => {
      const { id: workflowId } = await ownerOf(client, options.workflow);
      const before = await client.permissions.rules({ workflowId });
      const missing = given.filter(({ kind, rule }) => !before[kind].includes(rule));
      if (missing.length > 0) {
        const names = missing.map(({ kind, rule }) => `${kind} ${ruleText(rule)}`).join(', ');
        throw new AppError('NOT_FOUND', `There is no such rule: ${names}. Nothing was changed. "stepgraph rules" lists them.`);
      }
      const { deny, ask, allow } = options;
      const kept = await client.permissions.changeRules({ workflowId, remove: { deny, ask, allow } });
      for (const { kind, rule } of given) terminal.note(`Taken back: ${kind} ${ruleText(rule)}`);
      if (options.json) terminal.print(JSON.stringify(kept, null, 2));
      return 0;
    });
  },
});
