import { type CommandArgument, forEachChild, parse, type SyntaxNode } from 'unbash';
import type { SimpleCommand } from './shellScript';
import { plainWord, readWord, type ShellWord } from './shellWord';

/** A script as rules that forbid need it. */
export type ScriptReading = {
  readonly commands: readonly SimpleCommand[];
  /** What variables are set to. */
  readonly assigned: readonly ShellWord[];
  /** What is given to programs that may take it for a script: here-documents, here-strings, and words of what stands before them in a pipe. */
  readonly scripts: readonly string[];
  /** The same of those that take it for code of another language. */
  readonly code: readonly string[];
  /** False when it could not be read to its end: a shell may see more in it. */
  readonly isWhole: boolean;
  /** Names that are functions in it. */
  readonly remade: readonly string[];
};

/** What a command takes for orders in what it reads. */
export type Orders = 'none' | 'code' | 'script';

export function readScript(source: string, ordersOf: (command: SimpleCommand) => Orders): ScriptReading {
  const commands: SimpleCommand[] = [];
  const assigned: ShellWord[] = [];
  const remade: string[] = [];
  let isWhole = true;
  const texts: string[] = [];
  const ranges: { readonly [orders in Exclude<Orders, 'none'>]: Range[] } = { code: [], script: [] };
  const takers: Orders[] = [];

  /** `orders` are taken from it by the command that it is given to. */
  function visit(node: SyntaxNode, given: Orders): void {
    const from = texts.length;
    let orders = given;
    switch (node.type) {
      case 'Script':
        if ('errors' in node && node.errors && node.errors.length > 0) isWhole = false;
        break;
      case 'Function':
        remade.push(node.name.value);
        break;
      case 'Command':
        orders = take([...(node.name ? [node.name] : []), ...node.args]);
        break;
      case 'Redirected':
        orders = visitCounting(node.command, given);
        for (const redirect of node.redirects) visit(redirect, orders);
        return;
      case 'Pipeline':
        visitPipeline(node.commands);
        return;
      case 'Assignment':
        if (node.value.type === 'Word') assigned.push(readWord(node.value));
        else assigned.push(...node.value.elements.map(readWord));
        break;
      case 'HereString':
        if (node.target) texts.push(readWord(node.target).shape);
        break;
      case 'HereDoc':
        texts.push(node.body.text);
        break;
      case 'CommandExpansion':
        orders = 'none';
        break;
    }
    forEachChild(node, (child) => visit(child, orders));
    if (node.type === 'HereDoc' || node.type === 'HereString' || node.type === 'ProcessSubstitution') mark(orders, from, texts.length);
  }

  function mark(orders: Orders, from: number, to: number): void {
    if (orders !== 'none' && to > from) ranges[orders].push({ from, to });
  }

  function take(given: readonly CommandArgument[]): Orders {
    if (given.length === 0) return 'none';
    const command = { words: given.map(readArgument) };
    commands.push(command);
    const printed = command.words.slice(1).map(({ shape }) => shape);
    texts.push(printed.join(' '), ...(printed.length > 1 ? printed.filter((text) => /\s/.test(text)) : []));
    const orders = ordersOf(command);
    if (orders !== 'none') takers.push(orders);
    return orders;
  }

  /** What the commands in it take. */
  function visitCounting(node: SyntaxNode, orders: Orders): Orders {
    const before = takers.length;
    visit(node, orders);
    return takers.length === before ? 'none' : takers.includes('script', before) ? 'script' : 'code';
  }

  function visitPipeline(stages: readonly SyntaxNode[]): void {
    const from = texts.length;
    const ends = { none: from, code: from, script: from };
    for (const stage of stages) {
      const before = texts.length;
      ends[visitCounting(stage, 'none')] = before;
    }
    mark('script', from, ends.script);
    mark('code', from, ends.code);
  }

  visit(parse(source), 'none');
  return { isWhole, commands, assigned, remade, scripts: inRanges(texts, ranges.script), code: inRanges(texts, ranges.code) };
}

type Range = { readonly from: number; readonly to: number };

/** Each text once, however many ranges it is in. */
function inRanges(texts: readonly string[], ranges: readonly Range[]): readonly string[] {
  const changes = new Array<number>(texts.length + 1).fill(0);
  for (const { from, to } of ranges) {
    changes[from] = (changes[from] ?? 0) + 1;
    changes[to] = (changes[to] ?? 0) - 1;
  }
  let depth = 0;
  return texts.filter((_, place) => {
    depth += changes[place] ?? 0;
    return depth > 0;
  });
}

/** What looks like an assignment is an argument to `export` and its like. */
function readArgument(argument: CommandArgument): ShellWord {
  return argument.type === 'Word' ? readWord(argument) : plainWord(argument.text);
}
