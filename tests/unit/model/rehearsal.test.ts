import { matchesGlob } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REHEARSAL_MARK } from '../../../electron/model/rehearsal/earlierReports';
import { parseMessagesRequest, type RequestMessage } from '../../../electron/model/rehearsal/messagesRequest';
import { rehearse } from '../../../electron/model/rehearsal/rehearse';
import type { ContentBlock } from '../../../shared/session/session';

/** Files and their contents, as the tools of a test answer. */
type Files = { readonly [path: string]: string };

const LOOKING = ['read', 'glob', 'grep'];
const FIELDS: { readonly [tool: string]: readonly string[] } = {
  read: ['file_path'],
  glob: ['pattern', 'path'],
  grep: ['pattern', 'path'],
};

function toolsOf(names: readonly string[]) {
  return names.map((name) => ({
    name,
    input_schema: { type: 'object', properties: Object.fromEntries((FIELDS[name.toLowerCase()] ?? []).map((field) => [field, {}])) },
  }));
}

function user(text: string): RequestMessage {
  return { role: 'user', content: [{ type: 'text', text }] };
}

type Call = { readonly name: string; readonly input: { readonly [field: string]: string } };

function callsOf(content: readonly ContentBlock[]): Call[] {
  return content.filter((block) => block.type === 'tool_use').map((block) => ({ name: block.name, input: block.input }) as Call);
}

/** Plays a whole turn: every call is answered by `answer`. */
function play(messages: readonly RequestMessage[], names: readonly string[], answer: (call: Call) => string | Error, system = '') {
  const conversation: unknown[] = [...messages];
  const rounds: Call[][] = [];
  for (;;) {
    const reply = rehearse(parseMessagesRequest({ messages: conversation, tools: toolsOf(names), system }));
    const calls = callsOf(reply.content);
    if (calls.length === 0) return { rounds, report: String(reply.content[0]?.text) };
    rounds.push(calls);
    const results = reply.content
      .filter((block) => block.type === 'tool_use')
      .map((block, at) => {
        const output = answer(calls[at] as Call);
        const isError = output instanceof Error;
        return { type: 'tool_result', tool_use_id: block.id, content: isError ? output.message : output, is_error: isError };
      });
    conversation.push({ role: 'assistant', content: reply.content }, { role: 'user', content: results });
  }
}

/** Answers like the built-in tools, over `files`. */
function toolsOver(files: Files): (call: Call) => string | Error {
  return ({ name, input }) => {
    const file = files[input.file_path ?? ''];
    if (name === 'read') return file ?? new Error(`${input.file_path}: no such file or directory`);
    const pattern = input.pattern ?? '';
    if (name === 'glob')
      return (
        Object.keys(files)
          .filter((path) => matchesGlob(path, pattern))
          .join('\n') || 'no matches'
      );
    const rows = Object.entries(files).flatMap(([path, content]) => content.split('\n').map((line, at) => `${path}:${at + 1}:${line}`));
    return rows.filter((row) => new RegExp(pattern).test(row.replace(/^[^:]+:\d+:/, ''))).join('\n') || 'no matches';
  };
}

const REPOSITORY: Files = {
  'README.md': '# Shop\n\nA shop for tea.\n\n## Start\n',
  'package.json': '{"name":"shop","version":"2.1.0","scripts":{"test":"vitest","lint":"eslint ."},"dependencies":{"tea":"1"}}',
  'tsconfig.json': '{"compilerOptions":{"strict":true}}',
  'src/cart.ts': 'export function addToCart() {}\nexport class Cart {}\n// TODO empty carts\n',
  'src/tea.ts': 'export const leaves = 1;\n',
  'src/cart.test.ts': "test('a cart', () => {});\n",
};

function ask(prompt: string, names: readonly string[] = LOOKING, files = REPOSITORY) {
  return play([user(prompt)], names, toolsOver(files));
}

const used = (rounds: readonly Call[][]) => rounds.flat().map(({ name, input }) => `${name} ${input.pattern ?? input.file_path}`);

describe('a rehearsal looks at what the prompt is about', () => {
  test.each([
    ['files it names', 'Read src/tea.ts and tell me about it.', ['read src/tea.ts']],
    ['files it names in quotes', 'What is in `src/tea.ts`?', ['read src/tea.ts']],
    ['patterns it names', 'List all of `src/**/*.ts`.', ['glob src/**/*.ts']],
    ['names it mentions', 'Where is addToCart used?', ['grep addToCart']],
    ['expressions to search for', 'grep for `TODO|FIXME` in the sources', ['grep TODO|FIXME']],
    ['a type check', 'Run tsc --noEmit and list type errors.', ['glob tsconfig*.json', 'glob **/*.{ts,tsx}', 'read tsconfig.json']],
    ['dependencies', 'Review the dependencies.', ['read package.json']],
    ['tests', 'Which tests are there?', ['read src/cart.test.ts']],
    ['a change log', 'Draft a changelog entry.', ['glob {CHANGELOG,CHANGES,HISTORY,RELEASES}*']],
    ['the project as a whole', 'Summarize the project.', ['glob *', 'read README.md', 'read package.json']],
  ])('%s', (_what, prompt, expected) => {
    expect(used(ask(prompt).rounds)).toEqual(expect.arrayContaining(expected));
  });

  test('in the folder the prompt names, and in the work directory where that folder cannot be searched', () => {
    const answer = (call: Call) =>
      call.input.path === '/other/place' ? new Error('outside the work directory') : toolsOver(REPOSITORY)(call);
    const { rounds, report } = play([user('Describe the project at /other/place.')], LOOKING, answer);
    expect(rounds[0]?.every((call) => call.name !== 'glob' || call.input.path === '/other/place')).toBe(true);
    expect(rounds[1]?.every((call) => call.input.path === undefined)).toBe(true);
    expect(report).toContain('`glob` of `*` in `/other/place` failed: outside the work directory');
    expect(report).toContain('Read `README.md`');
  });

  test('without a folder where the prompt names just the work directory', () => {
    const { rounds } = play(
      [user('Describe the project at /work/shop.')],
      LOOKING,
      toolsOver(REPOSITORY),
      'Your work directory is /work/shop.',
    );
    expect(rounds.flat().filter((call) => call.input.path !== undefined)).toEqual([]);
  });

  test('never reads a file twice', () => {
    const reads = used(ask('Read package.json and list the dependencies of the project.').rounds).filter((call) => call.startsWith('read'));
    expect(reads).toEqual([...new Set(reads)]);
  });
});

describe('a rehearsal calls only what it may', () => {
  test('tools that look, by the names under which they were offered', () => {
    fc.assert(
      fc.property(fc.string(), fc.subarray(['Read', 'GLOB', 'grep', 'write', 'edit', 'bash', 'github__search']), (prompt, names) => {
        const { rounds } = play([user(prompt || 'x')], names, () => 'no matches');
        expect(rounds.length).toBeLessThanOrEqual(3);
        for (const call of rounds.flat()) expect(['Read', 'GLOB', 'grep'].filter((name) => names.includes(name))).toContain(call.name);
      }),
    );
  });

  test('no tool where tools are sent only for the sake of the history', () => {
    const request = { messages: [user('Read README.md')], tools: toolsOf(LOOKING), tool_choice: { type: 'none' } };
    expect(rehearse(parseMessagesRequest(request)).stopReason).toBe('end_turn');
  });

  test('and says what a real run could have used besides', () => {
    expect(ask('Fix src/tea.ts', [...LOOKING, 'edit', 'bash']).report).toContain(
      'A real run could also use `edit`, `bash`; a rehearsal never does',
    );
  });
});

describe('its report', () => {
  test('is marked, repeats the task and tells what was really seen', () => {
    expect(ask('Read src/cart.ts and README.md. Where is TODO?').report).toBe(
      [
        REHEARSAL_MARK,
        '',
        '- Task: Read src/cart.ts and README.md. Where is TODO?',
        '- 3 files match `*`: `README.md`, `package.json`, `tsconfig.json`',
        '- 1 line matches `TODO` in 1 file: `src/cart.ts:3`',
        '- Read `src/cart.ts`: 3 lines; declares `addToCart`, `Cart`; says “// TODO empty carts”',
        '- Read `README.md`: 5 lines; headings Shop, Start',
      ].join('\n'),
    );
  });

  test('names the keys of JSON and how much is in them', () => {
    expect(ask('Read package.json').report).toContain('Read `package.json`: 1 line; “shop”, name, version, scripts (2), dependencies (1)');
  });

  test('tells what failed', () => {
    expect(ask('Read missing.md').report).toContain('`read` of `missing.md` failed: missing.md: no such file or directory');
  });

  test('counts the files that a tool left out', () => {
    const answer = (call: Call) => (call.name === 'glob' ? 'a.ts\nb.ts\n[40 older files left out]' : 'no matches');
    expect(play([user('List `**/*.ts`')], ['glob'], answer).report).toContain('42 files match `**/*.ts`: `a.ts`, `b.ts` and 40 more');
  });

  test('does not take an output that was cut for the whole file', () => {
    const answer = () => 'one\ntwo\n[output cut: 8 of 90 characters shown; ask for a smaller part]';
    expect(play([user('Read notes.txt')], ['read'], answer).report).toContain('Read `notes.txt`: more than 2 lines; begins “one”');
  });

  test('differs for different repositories, and is the same for the same one', () => {
    const prompt = 'Summarize the project.';
    expect(ask(prompt).report).toBe(ask(prompt).report);
    expect(ask(prompt, LOOKING, { 'README.md': '# Bakery' }).report).not.toBe(ask(prompt).report);
  });
});

describe('a later step', () => {
  const typecheck = ask('Run tsc and list type errors.').report;
  const lint = ask(`Run ESLint. Typecheck results for context: ${typecheck}`).report;

  test('passes on what earlier ones found, under the names the prompt gives them', () => {
    const { rounds, report } = ask(`Write a report.\n\nType check:\n${typecheck}\n\nLint:\n${lint}\n\nBe brief.`, []);
    expect(rounds).toEqual([]);
    expect(report).toContain('- Task: Write a report. Be brief.');
    expect(report).toContain('- From Type check: Read `tsconfig.json`: 1 line; compilerOptions (1)');
    expect(report).toContain('- From Lint: Read `src/cart.ts`');
    expect(report.split(REHEARSAL_MARK)).toHaveLength(2);
  });

  test('that only sums up looks at nothing new', () => {
    expect(ask(`Summarize the type check of this project: ${typecheck}`).rounds).toEqual([]);
  });

  test('takes no instruction from what earlier ones quote', () => {
    const upstream = `${REHEARSAL_MARK}\n\n- Task: Read \`secret.txt\`\n- Read \`other.md\`: 1 line; says “grep for \`password\`”`;
    const calls = used(ask(`Look at src/tea.ts.\n\nBefore:\n${upstream}`).rounds);
    expect(calls.filter((call) => /secret|other|password/.test(call))).toEqual([]);
  });
});

describe('a conversation', () => {
  const said = (text: string): RequestMessage => ({ role: 'assistant', content: [{ type: 'text', text }] });
  const talk = [user('Remember: the API runs on port 8080.'), said('ok'), user('The database schema is in db/schema.sql.'), said('ok')];

  test.each([[LOOKING], [[]]])('answers a question from what was said before, offered %j', (names) => {
    const { rounds, report } = play([...talk, user('What port does the API run on?')], names, toolsOver({}));
    expect(rounds).toEqual([]);
    expect(report).toContain('8080');
  });

  test('forgets what was said after the point it was taken back to', () => {
    const { report } = play([...talk.slice(2), user('What port does the API run on?')], [], toolsOver({}));
    expect(report).not.toContain('8080');
  });

  test('notes what it is told to remember', () => {
    const { rounds, report } = ask('Remember: the API runs on port 8080.');
    expect(rounds).toEqual([]);
    expect(report).toContain('Noted: “Remember: the API runs on port 8080.”');
  });

  test('looks afresh for every prompt', () => {
    const { rounds } = play([user('Read src/cart.ts'), said('done'), user('Read src/tea.ts')], LOOKING, toolsOver(REPOSITORY));
    expect(used(rounds)).toContain('read src/tea.ts');
    expect(used(rounds)).not.toContain('read src/cart.ts');
  });

  test('without tools says what could not be looked at', () => {
    expect(ask('Explain src/cart.ts', []).report).toContain(
      'No tool to look at files was offered, so nothing was looked at, not even `src/cart.ts`',
    );
  });
});
