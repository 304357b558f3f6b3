import { parseSync, Visitor } from 'vite';

export type SourceFacts = {
  /** Every module named in an import, an export from, a dynamic import or an import type. */
  readonly imports: readonly string[];
  /** Names called or constructed as globals, such as `eval` or `setTimeout`. */
  readonly calls: readonly string[];
};

/** What the architecture test needs to know of one TypeScript file, from its syntax tree. */
export function sourceFacts(file: string, text: string): SourceFacts {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const imports: string[] = [];
  const calls: string[] = [];
  const name = (source: { readonly value?: unknown } | null) => {
    if (typeof source?.value === 'string') imports.push(source.value);
  };
  const call = (callee: { readonly type: string; readonly name?: unknown }) => {
    if (callee.type === 'Identifier' && typeof callee.name === 'string') calls.push(callee.name);
  };
  new Visitor({
    ImportDeclaration: (node) => name(node.source),
    ExportNamedDeclaration: (node) => name(node.source),
    ExportAllDeclaration: (node) => name(node.source),
    ImportExpression: (node) => name('value' in node.source ? node.source : null),
    TSImportType: (node) => name(node.source),
    CallExpression: (node) => call(node.callee),
    NewExpression: (node) => call(node.callee),
  }).visit(program);
  return { imports, calls };
}
