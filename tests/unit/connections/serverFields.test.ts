import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT, HEADERS, kindOf, summaryOf, withField, withKind } from '../../../renderer/features/connections/serverFields';
import type { McpServerDefinition } from '../../../shared/workflow/schema';

const program: McpServerDefinition = { name: 'a', command: 'npx', args: ['-y', 'x'], env: { A: '1' }, cwd: 'sub', note: 'kept' };

describe('the fields of a server', () => {
  it('leave no trace when emptied, but what every server needs', () => {
    expect(withField(program, 'args', [])).toEqual({ name: 'a', command: 'npx', env: { A: '1' }, cwd: 'sub', note: 'kept' });
    expect(withField(withField(program, 'env', {}), 'cwd', '')).toEqual({ name: 'a', command: 'npx', args: ['-y', 'x'], note: 'kept' });
    expect(withField(program, 'command', '')).toEqual({ ...program, command: '' });
  });

  it('are those of its kind only, while what this version does not know stays', () => {
    const remote = withKind(program, 'url');
    expect(remote).toEqual({ name: 'a', url: '', note: 'kept' });
    expect([kindOf(program), kindOf(remote), withKind(program, 'command')]).toEqual(['command', 'url', program]);
  });

  it('say in one line what would be started or called', () => {
    expect(summaryOf(program)).toBe('npx -y x');
    expect(summaryOf({ name: 'b', url: 'https://x.example' })).toBe('https://x.example');
  });
});

describe('names and values on lines', () => {
  it('come back as they were written', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]*$/).filter((text) => text !== '__proto__');
    const value = fc.stringMatching(/^[^\r\n]*$/);
    fc.assert(
      fc.property(fc.dictionary(name, value), (pairs) => {
        expect(ENVIRONMENT.parse(ENVIRONMENT.format(pairs))).toEqual({ ...pairs });
      }),
    );
    const trimmed = value.map((text) => text.trim());
    fc.assert(
      fc.property(fc.dictionary(name, trimmed), (pairs) => {
        expect(HEADERS.parse(HEADERS.format(pairs))).toEqual({ ...pairs });
      }),
    );
  });

  it('may be half typed', () => {
    expect(ENVIRONMENT.parse(['A', 'B=', 'C=x=y'])).toEqual({ A: '', B: '', C: 'x=y' });
    expect(HEADERS.parse(['Authorization: Bearer a:b', 'X:1'])).toEqual({ Authorization: 'Bearer a:b', X: '1' });
  });
});
