import { memo, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { plainText } from '../../../shared/lib/plainText';
import styles from './Markdown.module.css';
import { guessHeight, type MarkdownPart, markdownParts } from './markdownParts';
import { namesOtherPlace } from './otherPlaceNamed';

/**
 * Text that a model wrote, as markdown. It is not trusted: no HTML, no pictures, and no links but https, which open outside. What names
 * another place than it leads to is no link; both are shown. Of a long text, the parts are drawn that one comes near to.
 */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  const parts = useMemo(() => markdownParts(text), [text]);
  const isLong = parts.length > ALWAYS_DRAWN;
  return (
    <div className={styles.markdown}>
      {parts.map((part, index) => {
        const key = index; // text is only added at the end
        return <PartInSight key={key} part={part} canWait={isLong && index < parts.length - 1} />;
      })}
    </div>
  );
});

type MarkdownPieceProps = MarkdownPart & { readonly isFirst: boolean };

/** A part of a text whose other parts are drawn elsewhere. */
export const MarkdownPiece = memo(function MarkdownPiece({ text, isWithin, isFirst }: MarkdownPieceProps) {
  return (
    <div className={styles.markdown} data-goes-on={!isFirst || undefined}>
      <Drawn text={text} isWithin={isWithin} />
    </div>
  );
});

/** Parts of a text that is drawn at once. */
const ALWAYS_DRAWN = 4;
/** Pixels around what is in sight. */
const NEAR = '600px';

type PartInSightProps = { readonly part: MarkdownPart; readonly canWait: boolean };

function PartInSight({ part: { text, isWithin }, canWait }: PartInSightProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isDrawn, setDrawn] = useState(!canWait);
  useEffect(() => {
    if (isDrawn || !place.current) return;
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && startTransition(() => setDrawn(true)),
      { scrollMargin: NEAR },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [isDrawn]);
  if (isDrawn) return <Drawn text={text} isWithin={isWithin} />;
  return <div ref={place} style={{ height: guessHeight(text) }} />;
}

const Drawn = memo(function Drawn({ text, isWithin }: MarkdownPart) {
  return (
    <div className={styles.part} data-within={isWithin || undefined}>
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
