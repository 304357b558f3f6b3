/** What a page's tree holds of a link: enough to know what people read. */
export type ReadNode = {
  readonly value?: unknown;
  readonly properties?: { readonly alt?: unknown };
  readonly children?: readonly ReadNode[];
};

/** Ends of file names that no host has. Others (`.md`, `.rs`, `.sh`) are taken for hosts: a link too few costs less than a wrong one. */
const FILE_ENDING =
  /\.(?:jsx?|[cm]js|tsx?|[cm]ts|json[5c]?|html?|css|scss|txt|ya?ml|toml|lock|cpp|hpp|java|rb|php|sql|csv|xml|svg|png|jpe?g|gif|pdf|log|exe|dll|swift|kt|vue|ipynb)$/i;

/** `scheme://host`, a name with dots whose last part has letters, or four numbers; with what follows up to a space. Not what is a part of a path. */
const ADDRESS =
  /(?:[a-z][a-z\d+.-]*:\s*\/\/\s*(?<authority>[^\s/?#]+)|(?<![\p{L}\p{N}_-]\/|[\p{L}\p{N}_.-])(?<name>(?:[\p{L}\p{N}_-]+\.)+(?:xn--[a-z\d-]+|\p{L}{2,})|(?:\d{1,3}\.){3}\d{1,3})(?<port>:\d+)?)(?:[/?#]\S*)?/giu;

const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/** Whether people would read some other place in a link's text than it leads to. */
export function namesOtherPlace(link: ReadNode, href: string): boolean {
  const text = textOf(link).normalize('NFKC').replace(UNSEEN, '').replaceAll('。', '.');
  const target = URL.parse(href);
  if (target === null || URL.parse(text)?.href === target.href) return false;
  return [...text.matchAll(ADDRESS)].some(({ groups: { authority, name = '', port = '' } = {} }) => {
    if (authority === undefined && FILE_ENDING.test(name)) return false;
    const named = URL.parse(`https://${authority ?? name + port}`);
    return named === null || named.username !== '' || withoutWww(named.host) !== withoutWww(target.host);
  });
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

/** Not recursive, since text nests as deep as it likes. */
function textOf(link: ReadNode): string {
  const open: ReadNode[] = [link];
  let text = '';
  for (let node = open.pop(); node; node = open.pop()) {
    const { value, properties } = node;
    if (typeof value === 'string') text += value;
    if (typeof properties?.alt === 'string') text += properties.alt;
    for (const child of (node.children ?? []).toReversed()) open.push(child);
  }
  return text;
}
