import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate, parseReferences } from '../../../shared/workflow/interpolate';

const parameters: Readonly<Record<string, string>> = { BRANCH: 'main', REPO_PATH: '/repo' };
const texts: Readonly<Record<string, string>> = { a: 'answer of a', 'long-id_2': 'second' };
const values = {
  parameter: (name: string) => parameters[name],
  step: (id: string, field: 'text' | 'toolCalls') => (field === 'text' ? texts[id] : 'read, grep'),
};

describe('interpolate', () => {
  it.each([
    ['replaces $steps.<id>.text by the final answer of that step', 'See $steps.a.text.', 'See answer of a.'],
    ['replaces $steps.<id>.toolCalls by the names of its tools', 'Used $steps.long-id_2.toolCalls', 'Used read, grep'],
    ['replaces $NAME by the parameter', 'Check $BRANCH in $REPO_PATH/src', 'Check main in /repo/src'],
    ['replaces ${NAME} by the parameter', 'v${BRANCH}x', 'vmainx'],
    ['leaves $BRANCHx, which is another identifier', '$BRANCHx $BRANCH_2 $BRANCH2', '$BRANCHx $BRANCH_2 $BRANCH2'],
    [
      'leaves $steps.a.textual, which is another identifier',
      '$steps.a.textual $steps.a.text_ $steps.a.text2',
      '$steps.a.textual $steps.a.text_ $steps.a.text2',
    ],
    ['ends a name at punctuation', '$BRANCH-$BRANCH.$steps.a.text-x', 'main-main.answer of a-x'],
    ['writes a literal $ for \\$', 'costs \\$5, \\$BRANCH, \\${BRANCH}', 'costs $5, $BRANCH, ${BRANCH}'],
    ['leaves an undeclared parameter as it is', 'cd $HOME && ${SHELL}', 'cd $HOME && ${SHELL}'],
    ['leaves lower case and lone dollars', '$branch $ $$ ${branch} $5', '$branch $ $$ ${branch} $5'],
    ['takes the second of two dollars as the variable', '$$BRANCH', '$main'],
    ['replaces every occurrence', '$BRANCH$BRANCH', 'mainmain'],
  ])('%s', (_, prompt, result) => {
    expect(interpolate(prompt, values)).toBe(result);
  });

  it('leaves step references alone where only parameters are replaced, as in system prompts', () => {
    expect(interpolate('$BRANCH $steps.a.text', { parameter: values.parameter })).toBe('main $steps.a.text');
  });

  it('never scans inserted text again, whatever it contains', () => {
    const hostile = fc.stringMatching(/^[$\\{}A-Z.a-z]{0,30}$/);
    fc.assert(
      fc.property(hostile, hostile, (output, value) => {
        const result = interpolate('<$steps.a.text|$BRANCH|${BRANCH}>', { parameter: () => value, step: () => output });
        expect(result).toBe(`<${output}|${value}|${value}>`);
      }),
    );
  });
});

describe('parseReferences', () => {
  it('gives each variable and escape with its position', () => {
    expect(parseReferences('\\$ $A ${B_1} $steps.x.text $steps.y.toolCalls')).toEqual([
      { kind: 'escape', start: 0, end: 2 },
      { kind: 'parameter', name: 'A', braced: false, start: 3, end: 5 },
      { kind: 'parameter', name: 'B_1', braced: true, start: 6, end: 12 },
      { kind: 'step', stepId: 'x', field: 'text', start: 13, end: 26 },
      { kind: 'step', stepId: 'y', field: 'toolCalls', start: 27, end: 45 },
    ]);
  });

  it('gives ordered spans within the prompt that do not overlap, for any text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$\\{}A-Z.a-z ]{0,80}$/), (prompt) => {
        let end = 0;
        for (const token of parseReferences(prompt)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(prompt.length);
      }),
    );
  });

  it('takes time in proportion to the prompt', () => {
    const prompt = ['$steps.', '$A', 'A']
      .map((text) => text.repeat(200_000))
      .join('')
      .concat('x');
    expect(parseReferences(prompt).length).toBe(199_999);
  });
});
