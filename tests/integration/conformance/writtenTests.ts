import { type ESTree, parseSync, Visitor } from 'vite';

/** A test as it stands in a file. */
export type WrittenTest = {
  /** What declares it: `it`, `test`, `conforms`. */
  readonly by: string;
  /** The texts before its body: its name, `${}` where something is inserted. */
  readonly words: readonly string[];
  /** Not run, or run to fail: by itself or with what it stands in. */
  readonly isSkipped: boolean;
  /** Its body, or a function of the file that it calls, expects something. */
  readonly expects: boolean;
};

type Range = { readonly start: number; readonly end: number };
type Call = Range & { readonly chain: readonly string[] };

const DECLARE = new Set(['it', 'test', 'conforms']);
const NOT_RUN = new Set(['skip', 'todo', 'fails']);

/** Every test of a TypeScript file, from its syntax tree: what is commented out, or only a text, is none. */
export function writtenTests(file: string, text: string): readonly WrittenTest[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const calls: Call[] = [];
  const functions = new Map<string, Range>();
  const skipped: Range[] = [];
  const tests: { readonly call: Call; readonly words: readonly string[]; readonly body: Range }[] = [];
  new Visitor({
    FunctionDeclaration: (node) => {
      if (node.id) functions.set(node.id.name, node);
    },
    VariableDeclarator: (node) => {
      if (node.id.type === 'Identifier' && isFunction(node.init)) functions.set(node.id.name, node);
    },
    CallExpression: (node) => {
      const call = { start: node.start, end: node.end, chain: chainOf(node.callee) };
      calls.push(call);
      const body = node.arguments.find(isFunction);
      const words = node.arguments.map(textOf).filter((word) => word !== undefined);
      if (call.chain.some((name) => NOT_RUN.has(name)) || node.arguments.some(isSkippingOption)) skipped.push(call);
      if (body && words.length > 0 && DECLARE.has(call.chain[0] ?? '')) tests.push({ call, words, body });
    },
  }).visit(program);

  const expects = (range: Range, seen: ReadonlySet<string> = new Set()): boolean =>
    calls
      .filter((call) => isWithin(call, range))
      .some(({ chain }) => {
        const name = chain[0] ?? '';
        const called = seen.has(name) ? undefined : functions.get(name);
        return /^(?:expect|assert)/.test(name) || chain.join('.') === 'fc.assert' || (called && expects(called, new Set([...seen, name])));
      });
  return tests.map(({ call, words, body }) => ({
    by: call.chain[0] ?? '',
    words,
    isSkipped: skipped.some((range) => isWithin(call, range)),
    expects: expects(body),
  }));
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** `it.runIf(there).each(cases)` is it, runIf, each. */
function chainOf(node: ESTree.Expression): readonly string[] {
  if (node.type === 'Identifier') return [node.name];
  if (node.type === 'CallExpression') return chainOf(node.callee);
  if (node.type === 'TaggedTemplateExpression') return chainOf(node.tag);
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return [];
  return [...chainOf(node.object), node.property.name];
}

function isFunction(node: ESTree.Node | null): boolean {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

function textOf(node: ESTree.Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? value.raw).join('${}') : undefined;
}

/** As in `it('…', { skip: true }, …)`. */
function isSkippingOption(node: ESTree.Node): boolean {
  if (node.type !== 'ObjectExpression') return false;
  return node.properties.some((property) => 'key' in property && property.key.type === 'Identifier' && NOT_RUN.has(property.key.name));
}
