import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { markdownParts } from '../../../renderer/features/runs/markdownParts';

const render = (text: string) =>
  renderToStaticMarkup(createElement(ReactMarkdown, { remarkPlugins: [remarkGfm] }, text)).replaceAll('\n', '');
const inParts = (text: string) =>
  markdownParts(text)
    .map((part) => render(part.text))
    .join('');
const WORDS = 'Some **words** with `code` and text that goes on for a while. ';

const MIXED = [
  `# Title\nA paragraph right below.\n${WORDS.repeat(20)}`,
  `- one\n\n  more of one\n\n- two\n  - inner\n\n      code in a list\n\n- three\n\n${WORDS.repeat(20)}`,
  '1. first\n   ```js\n   const a = 1;\n\n   # not a heading\n   ```\n2. second\n',
  `\`\`\`md\n# not a heading\n\n- no list\n\n[x]: https://no.example\n\n~~~\n\`\`\`\n\n${WORDS.repeat(18)}`,
  `> quoted\nlazily\n\n> again\n\n${WORDS.repeat(18)}`,
  '| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n\nAfter the table',
  `    indented code\n\n    goes on\n\n${WORDS.repeat(18)}`,
  '<!-- a comment\n\n# not a heading\n\nends -->\n',
  `Heading below\n===\n\n- [ ] task\n- [x] done\n\n---\n\n~~~\nunclosed \`\`\`\n~~~\n${WORDS.repeat(16)}`,
].join('\n\n');

describe('markdown in parts', () => {
  it('looks as the whole does', () => {
    const text = Array.from({ length: 6 }, () => MIXED).join('\n\n');
    expect(markdownParts(text).length).toBeGreaterThan(12);
    expect(inParts(text)).toBe(render(text));
  });

  it('leaves a short text whole', () => {
    expect(markdownParts('# a\n\nb')).toEqual([{ text: '# a\n\nb', isWithin: false }]);
  });

  it.each([
    ['code', `\`\`\`ts\n${'const a = 1;\n\n'.repeat(8_000)}\`\`\``],
    ['one list', '- an item of it\n'.repeat(6_000)],
    ['one table', `| a | b |\n|---|---|\n${'| some | words |\n'.repeat(6_000)}`],
    ['one paragraph', 'words that go on\n'.repeat(6_000)],
    ['one line', 'words that go on '.repeat(6_000)],
    ['one quote', '> words that go on\n'.repeat(6_000)],
    ['blocks', '## Part\n\nSome **words** here.\n\n- a\n- b\n\n'.repeat(3_000)],
  ])('has no part that is long: %s', (_, text) => {
    const parts = markdownParts(text);
    expect(Math.max(...parts.map((part) => part.text.length))).toBeLessThan(4_200);
    expect(parts.length).toBeLessThan(text.length / 900);
  });

  it('keeps code code, items items and rows rows where it cuts within them', () => {
    const count = (text: string, of: RegExp) => inParts(text).match(of)?.length;
    const code = inParts(`\`\`\`ts\n${'# a **b**\n\n'.repeat(1_000)}\`\`\`\n\nafter`);
    expect(code).not.toMatch(/<h1|<strong/);
    expect(code.match(/# a/g)).toHaveLength(1_000);
    expect(code).toContain('<p>after</p>');
    expect(count('- x\n'.repeat(3_000), /<li>/g)).toBe(3_000);
    expect(count(`| a |\n|---|\n${'| x |\n'.repeat(3_000)}`, /<td>x/g)).toBe(3_000);
    expect(inParts(Array.from({ length: 3_000 }, (_, index) => `${index + 1}. x`).join('\n'))).toMatch(/<ol start="\d{3}">/);
  });

  it('cuts a list between its outermost items only', () => {
    const text = Array.from({ length: 30 }, () => `- outer\n${'  - an inner item of some words\n'.repeat(10)}`).join('');
    const parts = markdownParts(text);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.filter((part) => !part.text.startsWith('- outer'))).toEqual([]);
  });

  it.each([
    ['a comment', '<!-- begins\n\n# no heading\n\nends -->'],
    ['a script', '<script>\n\n# no heading\n\n</script>'],
    ['an instruction', '<?php\n\n# no heading\n\n?>'],
    ['character data', '<![CDATA[\n\n# no heading\n\n]]>'],
  ])('leaves HTML whole that goes on across blank lines: %s', (_, html) => {
    const text = `${WORDS.repeat(20)}\n${html}\n\n${WORDS.repeat(20)}\n\nend`;
    expect(markdownParts(text).length).toBeGreaterThan(1);
    expect(inParts(text)).toBe(render(text));
  });

  it('puts nothing into code that names what a link is named after', () => {
    const text = `[g]: https://docs.example/a\n\n\`\`\`ts\n${'list[g] = 1;\n'.repeat(1_000)}\`\`\``;
    expect(markdownParts(text).length).toBeGreaterThan(2);
    expect(inParts(text)).not.toContain('docs.example');
  });

  it('finds what a link is named after in another part', () => {
    const text = `See [the guide][g] and [g].\n\n${`${WORDS.repeat(5)}\n\n`.repeat(20)}[g]: https://docs.example/a`;
    expect(inParts(text).match(/<a href="https:\/\/docs\.example\/a">/g)).toHaveLength(2);
  });

  it('keeps all but its last parts when text is added', () => {
    const whole = `${MIXED}\n\n${MIXED}\n\n${MIXED}`;
    const final = markdownParts(whole);
    for (let length = 2_100; length < whole.length; length += 97) {
      const parts = markdownParts(whole.slice(0, length)).slice(0, -2);
      expect(parts).toEqual(final.slice(0, parts.length));
    }
  });
});
