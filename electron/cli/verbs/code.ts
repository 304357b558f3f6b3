import { toBuilderCode } from '../../../shared/workflow/builderCode';
import { checkDefinitionFile, hasErrors, problemLine } from '../definitions';
import { InvalidInput } from '../failures';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const codeVerb = defineVerb({
  name: 'code',
  operands: ['FILE'],
  summary: 'Print the TypeScript that builds the same workflow.',
  options: {},
  schema: commonSchema,
  run: async ({ operands: [file = ''], options, terminal }) => {
    const checked = await checkDefinitionFile(file);
    if (checked.definition === undefined || hasErrors(checked)) {
      throw new InvalidInput(checked.problems.map((problem) => problemLine(file, problem)));
    }
    const code = toBuilderCode(checked.definition);
    terminal.print(options.json ? JSON.stringify({ code }) : code.trimEnd());
    return 0;
  },
});
