import { type ESTree, parseSync, Visitor } from 'vite';

export type SourceFacts = {
  /** Every module named in an import, an export from, a dynamic import or an import type. */
  readonly imports: readonly string[];
  /** What is called or constructed, as `eval`, `setTimeout`, `Date.now`; `Date()` stands for a date made of nothing, which is now. */
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
  new Visitor({
    ImportDeclaration: (node) => name(node.source),
    ExportNamedDeclaration: (node) => name(node.source),
    ExportAllDeclaration: (node) => name(node.source),
    ImportExpression: (node) => name('value' in node.source ? node.source : null),
    TSImportType: (node) => name(node.source),
    CallExpression: (node) => calls.push(calleeName(node.callee)),
    NewExpression: (node) => calls.push(`${calleeName(node.callee)}${node.arguments.length === 0 ? '()' : ''}`),
  }).visit(program);
  return { imports, calls };
}

/** `name` or `object.name`; empty for whatever has no such name. */
function calleeName(callee: ESTree.Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  return `${calleeName(callee.object)}.${callee.property.name}`;
}
