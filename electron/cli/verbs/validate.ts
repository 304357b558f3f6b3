import { type CheckedDefinition, checkDefinitionFile, hasErrors, problemLine } from '../definitions';
import { InvalidInput } from '../failures';
import { commonSchema } from '../options';
import { defineVerb } from '../verb';

export const validateVerb = defineVerb({
  name: 'validate',
  operands: ['FILE'],
  summary: 'Check a workflow file and list everything that is wrong with it.',
  options: {},
  schema: commonSchema,
  run: async ({ operands: [file = ''], options, terminal }) => {
    const checked = await checkDefinitionFile(file).catch((error: unknown) => {
      // Whoever reads JSON is promised a list of problems, also of a file that cannot be read.
      if (!options.json || !(error instanceof InvalidInput)) throw error;
      return unreadable(file, error);
    });
    if (options.json) terminal.print(JSON.stringify(checked.problems, null, 2));
    else for (const problem of checked.problems) terminal.print(problemLine(file, problem));
    const count = checked.problems.length;
    terminal.note(count === 0 ? `${file}: no problems` : `${file}: ${count} ${count === 1 ? 'problem' : 'problems'}`);
    return hasErrors(checked) ? 2 : 0;
  },
});

function unreadable(source: string, { message }: InvalidInput): CheckedDefinition {
  return { source, definition: undefined, problems: [{ severity: 'error', code: 'invalid_shape', path: '$', message }] };
}
