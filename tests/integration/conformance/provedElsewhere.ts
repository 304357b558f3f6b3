/** Statements whose test stands where the thing itself is tested: the file, and words of the name of one test in it. */
export type ProvedElsewhere = { readonly heading: string; readonly beginning: string; readonly file: string; readonly test: string };

const WHOLE = 'tests/unit/workflow/validate.test.ts';
const SHAPE = 'tests/unit/workflow/validateShape.test.ts';
const DEPENDENCIES = 'tests/unit/workflow/validateDependencies.test.ts';
const REFERENCES = 'tests/unit/workflow/validateReferences.test.ts';
const PARAMETERS = 'tests/unit/workflow/parameters.test.ts';
const INTERPOLATE = 'tests/unit/workflow/interpolate.test.ts';
const BUILDER = 'tests/unit/sdk/workflowBuilder.test.ts';
const KILLS = 'tests/integration/durability/kills.test.ts';
const ABORT = 'tests/integration/durability/abort.test.ts';

const validation = (beginning: string, file: string, test: string): ProvedElsewhere => ({ heading: '1 Validation', beginning, file, test });

export const PROVED_ELSEWHERE: readonly ProvedElsewhere[] = [
  {
    heading: 'Deployment modes',
    beginning: 'Embedded in a subagent',
    file: 'tests/integration/agents/task.test.ts',
    test: 'work in a session of their own with their own prompt, model, tools and workflows',
  },
  {
    heading: '1 Definitions',
    beginning: 'A definition is plain JSON',
    file: 'tests/unit/workflow/parse.test.ts',
    test: 'loses nothing on its way through schema and text, unknown keys and layout included',
  },
  validation('It returns *every* problem at once', WHOLE, 'everything at once, also around what has the wrong shape'),
  validation('`invalid_shape`', SHAPE, 'invalid_shape, with the message and place of zod'),
  validation('`empty_name`, `no_steps`', SHAPE, 'empty_name, no_steps and empty_prompt'),
  validation('`duplicate_id`', SHAPE, 'duplicate_id, naming the id and both positions'),
  validation('`unknown_dependency`', DEPENDENCIES, 'unknown_dependency, self_dependency and duplicate_dependency'),
  validation('`cycle`', DEPENDENCIES, 'cycle, spelling the cycle itself and no innocent step downstream of it'),
  validation('`unknown_step_reference`', REFERENCES, 'unknown_step_reference, once per prompt, with the likely step as fix'),
  validation('`unordered_reference`', REFERENCES, 'unordered_reference to a step that is not upstream, with the dependency as fix'),
  validation('`unknown_parameter`', REFERENCES, 'unknown_parameter, which stays as it is, in prompts and system prompts'),
  validation('`unused_parameter`', REFERENCES, 'unused_parameter and parameter_name'),
  validation('`parameter_name`', REFERENCES, 'unused_parameter and parameter_name'),
  validation('`unknown_tool`', REFERENCES, 'unknown_tool against the catalog'),
  validation('`redundant_dependency`', DEPENDENCIES, 'redundant_dependency, already implied through another'),
  { heading: '1 Parameters', beginning: 'Missing', file: PARAMETERS, test: 'counts as missing when it is %s' },
  {
    heading: '1 Interpolation',
    beginning: '`parseReferences(prompt)`',
    file: INTERPOLATE,
    test: 'gives each variable and escape with its position',
  },
  { heading: '1 Builder', beginning: 'Step ids accumulate', file: BUILDER, test: 'does not compile with a misspelt dependency' },
  {
    heading: '1 Builder',
    beginning: '`toBuilderCode(definition)`',
    file: 'tests/integration/package/consumer.test.ts',
    test: 'rebuilds %s from its Builder code, run',
  },
  {
    heading: '2 Running',
    beginning: 'HTTP-level retries',
    file: 'tests/integration/model/retries.test.ts',
    test: 'is repeated by the SDK where its answer had not begun, after %s',
  },
  { heading: '2 Running', beginning: '**Abort.**', file: ABORT, test: 'with commands, streams and waits under way' },
  {
    heading: '2 Durability',
    beginning: 'After `kill -9`',
    file: KILLS,
    test: 'in the same millisecond in which a run was accepted has it in its store',
  },
  {
    heading: '2 Durability',
    beginning: '`resumeRun(runId)`',
    file: KILLS,
    test: 'moments loses nothing, repeats nothing, and its run ends like an undisturbed one',
  },
  {
    heading: '2 Durability',
    beginning: 'A tool call whose result was not stored',
    file: 'tests/unit/sessions/resumedTurn.test.ts',
    test: 'runs open calls of reading tools again, and reports the others as interrupted',
  },
];
