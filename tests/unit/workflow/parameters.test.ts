import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/lib/appError';
import { resolveParameters } from '../../../shared/workflow/parameters';
import type { ParameterType, WorkflowDefinition, WorkflowParameter } from '../../../shared/workflow/schema';

const of = (type: ParameterType, fields: Partial<WorkflowParameter> = {}) => ({ parameters: { P: { type, ...fields } } });
const textOf = (type: ParameterType, value: unknown) => resolveParameters(of(type), { P: value }).texts.get('P');

function problemsOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID_PARAMETERS') return error.details;
    throw error;
  }
  return 'nothing wrong';
}

describe('a parameter in a prompt', () => {
  it.each<[ParameterType, unknown, string]>([
    ['string', ' as is ', ' as is '],
    ['string', '', ''],
    ['string', 1.5, '1.5'],
    ['string', false, 'false'],
    ['number', 42, '42'],
    ['number', '0042.50', '42.5'],
    ['number', '-1e3', '-1000'],
    ['number', 0.1, '0.1'],
    ['number', '0.1', '0.1'],
    ['number', '1e3', '1000'],
    ['number', '+.50', '0.5'],
    ['number', '-0', '0'],
    ['number', '0e400', '0'],
    ['number', '9007199254740991', '9007199254740991'],
    ['number', '1e21', '1e+21'],
    ['json', '{"12345678901234567890": ["\\"12345678901234567890", 0.10]}', '{"12345678901234567890":["\\"12345678901234567890",0.1]}'],
    ['boolean', true, 'true'],
    ['boolean', 'FALSE', 'false'],
    ['json', { a: [1, null, 'x'] }, '{"a":[1,null,"x"]}'],
    ['json', '{ "a" : 1 }', '{"a":1}'],
    ['json', '"text"', '"text"'],
    ['json', 0, '0'],
    ['json', false, 'false'],
  ])('of type %s given %j is written %j', (type, value, text) => {
    expect(textOf(type, value)).toBe(text);
  });

  it.each<[ParameterType, unknown]>([
    ['string', { a: 1 }],
    ['string', ['a']],
    ['string', Number.NaN],
    ['string', () => 'x'],
    ['number', '5 apples'],
    ['number', ''],
    ['number', ' '],
    ['number', '0x10'],
    ['number', Number.POSITIVE_INFINITY],
    ['number', '1e999'],
    ['number', true],
    ['boolean', 'yes'],
    ['boolean', 1],
    ['json', '{"a":'],
    ['json', '1e400'],
    ['json', '{"a":[-1e999]}'],
    ['json', () => 1],
    ['json', new Map()],
    ['json', { a: Number.NaN }],
  ])('of type %s refuses %o', (type, value) => {
    expect(problemsOf(() => resolveParameters(of(type), { P: value }))).toEqual([
      { code: 'wrong_type', name: 'P', message: expect.stringContaining('P must be') },
    ]);
  });

  it.each<[ParameterType, string, string]>([
    ['number', '12345678901234567890', '12345678901234567890'],
    ['number', '-9007199254740992', '-9007199254740992'],
    ['number', '9007199254740993.0', '9007199254740993.0'],
    ['number', '0.12345678901234567890', '0.12345678901234567890'],
    ['number', '1e-400', '1e-400'],
    ['json', '{"a":["1",{"b":12345678901234567890}]}', '12345678901234567890'],
  ])('of type %s refuses %s rather than change it', (type, value, literal) => {
    const advice = type === 'number' ? 'make P a string parameter' : 'write it in double quotes, as a text';
    const message = `P must be kept exactly, and ${literal} is beyond what a number keeps (integers to 9007199254740991, 15 digits): ${advice}.`;
    expect(problemsOf(() => resolveParameters(of(type), { P: value }))).toEqual([{ code: 'wrong_type', name: 'P', message }]);
  });

  it.each(['number', 'json'] as const)('of type %s is the number given, or refused', (type) => {
    const digits = fc.stringMatching(/^[0-9]{1,25}$/);
    fc.assert(
      fc.property(digits, (given) => {
        const whole = BigInt(given);
        const isKept = whole <= BigInt(Number.MAX_SAFE_INTEGER);
        const resolve = () => textOf(type, String(whole));
        if (isKept) expect(resolve()).toBe(String(whole));
        else expect(resolve).toThrow(/must be kept exactly/);
      }),
    );
  });

  it('takes every number as JavaScript writes it, unless that is a large integer', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Number.isInteger(value) || Number.isSafeInteger(value));
        expect(textOf('number', String(value))).toBe(String(value));
      }),
    );
  });

  it('looks at long texts quickly', () => {
    expect(textOf('number', `${'0'.repeat(500_000)}1.${'0'.repeat(500_000)}`)).toBe('1');
    expect(textOf('json', JSON.stringify('x'.repeat(2_000_000)))).toHaveLength(2_000_002);
    expect(() => textOf('number', `1${'0'.repeat(200)}1${'0'.repeat(100)}.0`)).toThrow();
  });

  it('refuses JSON that contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(problemsOf(() => resolveParameters(of('json'), { P: circle }))).toHaveLength(1);
  });
});

describe('the value of a parameter', () => {
  const declared = of('string', { default: 'main' });

  it('is the given one first, then the default', () => {
    expect(resolveParameters(declared, { P: 'dev' }).texts.get('P')).toBe('dev');
    expect(resolveParameters(declared, {}).texts.get('P')).toBe('main');
  });

  it.each([undefined, null])('counts as missing when it is %s', (missing) => {
    expect(resolveParameters(declared, { P: missing }).texts.get('P')).toBe('main');
    expect(resolveParameters(of('string'), { P: missing }).texts.get('P')).toBe('');
  });

  it('is the default even where it is required', () => {
    expect(resolveParameters(of('string', { required: true, default: 'x' })).texts.get('P')).toBe('x');
  });

  it('is never what an object merely inherits', () => {
    const parameters: Record<string, WorkflowParameter> = { CONSTRUCTOR: { type: 'string' } };
    const given: Record<string, unknown> = Object.create({ CONSTRUCTOR: 'inherited' });
    expect(resolveParameters({ parameters }, given).texts.get('CONSTRUCTOR')).toBe('');
  });
});

describe('wrong parameters', () => {
  it('are all reported together', () => {
    const definition: Pick<WorkflowDefinition, 'parameters'> = {
      parameters: {
        REPO: { type: 'string', description: 'Path', required: true },
        COUNT: { type: 'number' },
        FINE: { type: 'string' },
      },
    };
    expect(problemsOf(() => resolveParameters(definition, { COUNT: 'x', FINE: 'y', BRANCH: 'main' }))).toEqual([
      { code: 'undeclared', name: 'BRANCH', message: 'The workflow has no parameter BRANCH: it declares REPO, COUNT, FINE.' },
      { code: 'missing', name: 'REPO', message: 'REPO (Path) is required: give it a string value.' },
      { code: 'wrong_type', name: 'COUNT', message: 'COUNT must be a finite number such as 42 or 0.5, not "x".' },
    ]);
  });
});

describe('the inputs kept with a run', () => {
  it('resolve to the same texts again', () => {
    const type = fc.constantFrom<ParameterType>('string', 'number', 'boolean', 'json');
    fc.assert(
      fc.property(type, fc.oneof(fc.jsonValue(), fc.json()), fc.option(fc.json(), { nil: undefined }), (declared, given, standard) => {
        const definition = of(declared, { default: standard });
        let first: ReturnType<typeof resolveParameters>;
        try {
          first = resolveParameters(definition, { P: given });
        } catch {
          return; // refused: nothing is kept
        }
        const inputs = JSON.parse(JSON.stringify(first.inputs)); // as they are stored: -0 is 0
        expect(resolveParameters(definition, inputs)).toEqual({ inputs, texts: first.texts });
      }),
    );
  });
});
