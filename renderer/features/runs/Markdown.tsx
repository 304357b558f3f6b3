import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { plainText } from '../../../shared/lib/plainText';
import styles from './Markdown.module.css';
import { namesOtherPlace } from './otherPlaceNamed';

/**
 * Text that a model wrote, as markdown. It is not trusted: no HTML, no pictures, and no links but https, which open outside. What names
 * another place than it leads to is no link; both are shown.
 */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={PLUGINS} rehypePlugins={SHOWN} components={COMPONENTS} urlTransform={safeAddress} skipHtml={false}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

const PLUGINS = [remarkGfm];
const SHOWN = [() => withPlainText];

/** What `withPlainText` needs to know of the tree of a page. */
type PageNode = { value?: string; properties?: { title?: unknown; alt?: unknown }; children?: PageNode[] };

/** After parsing, since markdown spells characters in several ways. Not recursive, since text nests as deep as it likes. */
function withPlainText(tree: PageNode): void {
  const open = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.value !== undefined) node.value = plainText(node.value);
    const { properties } = node;
    if (typeof properties?.title === 'string') properties.title = plainText(properties.title);
    if (typeof properties?.alt === 'string') properties.alt = plainText(properties.alt);
    for (const child of node.children ?? []) open.push(child);
  }
}

const COMPONENTS: Components = {
  a: ({ node, href, children }) => {
    if (!href) return <span>{children}</span>;
    if (node && namesOtherPlace(node, href)) {
      return (
        <span>
          {children} (<code>{href}</code>)
        </span>
      );
    }
    return (
      <a href={href} title={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    );
  },
  img: ({ alt }) => <span>[picture: {alt || 'without description'}]</span>,
  table: ({ children }) => (
    <div className={styles.table}>
      <table>{children}</table>
    </div>
  ),
};

/** Only https, and no name before an `@`: that would be taken for where the link leads. */
function safeAddress(address: string): string | undefined {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? address : undefined;
}
