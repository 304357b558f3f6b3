import { type CommandArgument, forEachChild, type ParsedScript, parse, type Redirection, type SyntaxNode, type Word } from 'unbash';
import { isPlainSource } from './plainSource';
import { allowsParameter, allowsTest, isPlainArithmetic, isPlainName } from './shellSyntax';
import { plainWord, readWord, type ShellWord } from './shellWord';

/** A program with its arguments, wherever in a script it stands. */
export type SimpleCommand = { readonly words: readonly ShellWord[] };

/** What a script would do, in so far as its grammar tells. */
export type ShellScript = {
  /** Every simple command, also of substitutions, loops and functions; not what these commands start in turn. */
  readonly commands: readonly SimpleCommand[];
  readonly redirections: readonly Redirection[];
  /** Every word, also of loops and redirections. */
  readonly words: readonly ShellWord[];
  /** Those of them that are no command's. */
  readonly otherWords: readonly ShellWord[];
  /** What is neither a command nor a redirection and does more than reading, or hides what is done; each goes on a sentence that begins with "it". */
  readonly doubts: readonly string[];
  /** False when it could not be read to its end: the shell may see more in it. */
  readonly isWhole: boolean;
  /** Functions that start themselves beside themselves. */
  readonly bombs: readonly string[];
  /** Variables whose values are put in. */
  readonly variables: readonly string[];
  /** Variables that the script itself gives values, by `for` and `read`. */
  readonly ownVariables: readonly string[];
  /** Those of them that only ever are one of the words of a loop, which tell what files they mean. */
  readonly fileVariables: readonly string[];
  /** What variables are set to. */
  readonly assigned: readonly ShellWord[];
};

/** Reads a command line by the shell's grammar. What the grammar does not cover is a doubt. */
export function readShellScript(source: string): ShellScript {
  const commands: SimpleCommand[] = [];
  const redirections: Redirection[] = [];
  const words: ShellWord[] = [];
  const doubts: string[] = [];
  const bombs: string[] = [];
  let isWhole = true;
  const variables: string[] = [];
  const ownVariables: string[] = [];
  const fileVariables: string[] = [];
  const otherVariables: string[] = [];
  const assigned: ShellWord[] = [];
  const ofCommands = new Set<SyntaxNode>();
  const otherWords: ShellWord[] = [];
  const doubt = (sentence: string) => void doubts.push(sentence);
  if (HIDDEN_CHARACTERS.test(source)) doubt('has characters that hide what it does');

  function visit(node: SyntaxNode): void {
    switch (node.type) {
      case 'Script':
        visitScript(node);
        return;
      case 'Command': {
        const given = [...(node.name ? [node.name] : []), ...node.args];
        const command = { words: given.map(readArgument) };
        for (const argument of given) ofCommands.add(argument);
        if (command.words.length > 0) commands.push(command);
        ownVariables.push(...namesRead(command));
        otherVariables.push(...namesRead(command));
        break;
      }
      case 'Redirect':
      case 'HereString':
      case 'HereDoc':
        redirections.push(node);
        break;
      case 'Assignment':
        doubt(`sets ${node.name}`);
        if (node.value.type === 'Word') assigned.push(readWord(node.value));
        break;
      case 'For':
        if (isPlainName(node.name.value)) ownVariables.push(node.name.value);
        else doubt(`sets ${node.name.value}`);
        (areFiles(node.wordlist) ? fileVariables : otherVariables).push(node.name.value);
        break;
      case 'Function':
        if (startsItself(node, node.name.value)) bombs.push(node.name.value);
        doubt(`makes ${node.name.value} a command of its own`);
        break;
      case 'Select':
      case 'Coproc':
        doubt(`uses ${node.type.toLowerCase()}`);
        break;
      case 'Pipeline':
        if (node.prefixes.some(({ type }) => type === 'Time')) doubt('measures time');
        break;
      case 'ArithmeticFor':
        doubt('calculates');
        break;
      case 'ArithmeticCommand':
      case 'ArithmeticExpansion':
        if (!isPlainArithmetic(node.expression)) doubt('calculates with more than numbers');
        break;
      case 'TestUnary':
      case 'TestBinary':
        if (!allowsTest(node)) doubt('compares what the shell would calculate first');
        break;
      case 'SimpleExpansion':
        variables.push(node.text.slice(1));
        break;
      case 'ParameterExpansion':
        variables.push(node.parameter);
        if (!allowsParameter(node)) doubt(`changes or calculates ${node.parameter}`);
        break;
      case 'CommandExpansion':
        if (!node.script) {
          isWhole = false;
          doubt('is nested too deep to be read');
        }
        break;
      case 'ProcessSubstitution':
        doubt('passes the output of one command to another as a file');
        break;
      case 'Word':
        words.push(readWord(node));
        if (!ofCommands.has(node)) otherWords.push(readWord(node));
        break;
    }
    forEachChild(node, visit);
  }

  function visitScript(script: ParsedScript): void {
    if (script.errors && script.errors.length > 0) {
      isWhole = false;
      doubt('is not a complete command');
    }
    forEachChild(script, visit);
  }

  visitScript(parse(source));
  if (!isPlainSource(source)) doubt('is written in a way that can be read as something else');
  return {
    commands,
    redirections,
    words,
    otherWords,
    assigned,
    doubts,
    isWhole,
    bombs,
    variables,
    ownVariables,
    fileVariables: fileVariables.filter((name) => !otherVariables.includes(name)),
  };
}

/** Control characters other than tab and newline, spaces that are none to the shell, and marks that reorder text. */
const HIDDEN_CHARACTERS = /[^\P{C}\t\n]|[^\P{Z} ]/u;

/** What looks like an assignment is an argument to `export` and its like. */
function readArgument(argument: CommandArgument): ShellWord {
  return argument.type === 'Word' ? readWord(argument) : plainWord(argument.text);
}

/** In a pipe or in the background, within its own body. */
function startsItself(node: SyntaxNode, name: string, isBeside = false): boolean {
  if (isBeside && node.type === 'Command' && node.name?.value === name) return true;
  const isParallel =
    isBeside || (node.type === 'Pipeline' && node.commands.length > 1) || (node.type === 'Statement' && node.background === true);
  let isFound = false;
  forEachChild(node, (child) => {
    isFound ||= startsItself(child, name, isParallel);
  });
  return isFound;
}

function areFiles(words: readonly Word[] | undefined): boolean {
  const isFile = (word: ShellWord) => (word.literal !== undefined || word.isFilePattern) && !word.isInHome && !word.shape.startsWith('-');
  return words?.map(readWord).every(isFile) ?? false;
}

/** The names that `read -r a b` fills. */
function namesRead({ words: [program, ...operands] }: SimpleCommand): readonly string[] {
  return program?.value === 'read' ? operands.map(({ shape }) => shape).filter(isPlainName) : [];
}
