import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSyntaxFault } from '../../../shared/workflow/jsonSyntax';
import { parseWorkflowText } from '../../../shared/workflow/parse';
import { workflowSchema } from '../../../shared/workflow/schema';

const problem = (text: string) => parseWorkflowText(text).problems[0];

describe('parseWorkflowText', () => {
  it('reads JSON, with or without a byte order mark', () => {
    expect(parseWorkflowText('{"a": [1]}')).toEqual({ value: { a: [1] }, problems: [] });
    expect(parseWorkflowText('\uFEFF{"a": [1]}').value).toEqual({ a: [1] });
  });

  it.each([
    ['', 'Line 1, column 1: a value was expected, but the text ends'],
    ['{"a": [1,\n  2,}', 'Line 2, column 5: a value was expected, but there is "}"'],
    ['{"a" 1}', 'Line 1, column 6: ":" was expected, but there is "1}"'],
    ['{a: 1}', 'Line 1, column 2: a name in double quotes or "}" was expected, but there is "a:"'],
    ['[1 2]', 'Line 1, column 4: "," or a closing bracket was expected, but there is "2]"'],
    ['{} x', 'Line 1, column 4: the end of the text was expected, but there is "x"'],
    ['["a', 'Line 1, column 2: a value or "]" was expected, but there is "\\"a"'],
    ["{'a': 1}", 'Line 1, column 2: a name in double quotes or "}" was expected'],
    ['[01]', 'Line 1, column 3: "," or a closing bracket was expected'],
  ])('says where %j stops being JSON', (text, message) => {
    expect(problem(text)).toMatchObject({ code: 'invalid_shape', path: '$', message: expect.stringContaining(message) });
  });

  it('refuses keys that reach for the prototype, with their place', () => {
    expect(problem('{"steps": [{"__proto__": {"polluted": true}}]}')).toMatchObject({
      code: 'invalid_shape',
      path: '$.steps[0].__proto__',
    });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each(['12345678901234567890', '-9007199254740993', '0.12345678901234567890', '1e999', '[{"a": [1, 2, 9007199254740993]}]'])(
    'refuses the default %s, which would become another number',
    (value) => {
      const text = `{"parameters": {"A": {"type": "number", "default": 1}, "B": {"type": "json", "default": ${value}}}}`;
      expect(parseWorkflowText(text)).toMatchObject({
        value: undefined,
        problems: [
          {
            code: 'invalid_shape',
            path: '$.parameters.B.default',
            message: expect.stringMatching(/^The default of B must be kept exactly/),
          },
        ],
      });
    },
  );

  it.each([
    '{"parameters": {"A": {"type": "number", "default": 9007199254740991}, "B": {"type": "string", "default": "12345678901234567890"}}}',
    '{"steps": [{"id": "a", "tools": [{"name": "t", "inputSchema": {"maximum": 18446744073709551615}}]}]}',
  ])('takes %s', (text) => {
    expect(parseWorkflowText(text)).toEqual({ value: JSON.parse(text), problems: [] });
  });

  it('takes the default of any number as it is written itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = JSON.stringify({ parameters: { A: { type: 'number', default: value } } });
        expect(parseWorkflowText(text)).toEqual({ value: JSON.parse(text), problems: [] });
      }),
      { examples: [[2 ** 53], [1e20], [-1e20], [1e21], [5e-324], [Number.MAX_VALUE], [-0]] },
    );
  });

  it('refuses absurd nesting, however deep', () => {
    expect(problem('['.repeat(200_000))?.message).toContain('more than 100 levels of nesting');
    expect(problem(`${'['.repeat(101)}${']'.repeat(101)}`)?.message).toContain('more than 100 levels of nesting');
    expect(problem(`${'['.repeat(100)}${']'.repeat(100)}`)).toBeUndefined();
  });
});

describe('findSyntaxFault', () => {
  it('finds no fault in any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.nat(3), (text, indent) => {
        expect(findSyntaxFault(JSON.stringify(JSON.parse(text), null, indent))).toBeNull();
      }),
    );
  });

  it('agrees with the parser of the platform about any text', () => {
    const nearlyJson = fc.oneof(
      fc.stringMatching(/^[[\]{},:"\\ntrue0-9.eE+ -]{0,12}$/),
      fc
        .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 }))
        .map(([text, place, extra]) => text.slice(0, place % (text.length + 1)) + extra + text.slice(place % (text.length + 1))),
    );
    fc.assert(
      fc.property(nearlyJson, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(findSyntaxFault(text) === null).toBe(isJson);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a definition', () => {
  it('loses nothing on its way through schema and text, unknown keys and layout included', () => {
    // Keys that reach for the prototype are refused, which other tests hold.
    const anything = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
    const known = fc.record({
      name: fc.string(),
      steps: fc.array(fc.record({ id: fc.string(), prompt: fc.string(), note: anything })),
      layout: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.record({ x: fc.integer(), y: fc.integer(), pinned: fc.boolean() })),
      extra: anything,
    });
    fc.assert(
      fc.property(known, (definition) => {
        const stored = JSON.parse(JSON.stringify(definition));
        expect(workflowSchema.parse(parseWorkflowText(JSON.stringify(definition)).value)).toEqual(stored);
      }),
    );
  });
});
