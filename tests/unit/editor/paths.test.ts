import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFragment } from '../../../renderer/features/editor/clipboard';
import { parsePath } from '../../../renderer/features/editor/parsePath';
import { replacementOf } from '../../../renderer/features/editor/replacementOf';
import { jsonPath } from '../../../shared/workflow/jsonPath';
import { step, workflow } from './workflows';

describe('paths', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat(1000))), (segments) => {
        expect(parsePath(jsonPath(segments))).toEqual(segments);
      }),
    );
  });
});

describe('the replacement that turns one text into another', () => {
  it('does so, and leaves the ends they share alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const change = replacementOf(before, after);
        const changed = change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
        expect(changed).toBe(after);
      }),
    );
    expect(replacementOf('use $steps.a.text now', 'use $steps.first.text now')).toEqual({ from: 11, to: 12, insert: 'first' });
    expect(replacementOf('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
  });
});

describe('the clipboard', () => {
  it('holds steps as JSON, also those of a whole workflow, and nothing else', () => {
    expect(parseFragment(JSON.stringify(workflow(step('a'))))).toEqual({ steps: [step('a')], layout: {} });
    expect(parseFragment('some text')).toBeNull();
    expect(parseFragment('{"steps":[{"id":1}]}')).toBeNull();
  });

  it.each([
    ['nesting', `{"steps":[{"id":"a","prompt":"p","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}]}`, /more than 100 levels of nesting/],
    ['names of prototypes', '{"steps":[{"id":"a","prompt":"p","__proto__":{"polluted":true}}]}', /"__proto__" is not allowed/],
    ['size', `{"steps":[{"id":"a","prompt":"${'x'.repeat(5 * 1024 * 1024)}"}]}`, /too large/],
    ['faults', '{"steps":[', /not usable JSON/],
  ])('is refused with a sentence for its %s', (_what, text, message) => {
    expect(() => parseFragment(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(message) }));
  });
});
