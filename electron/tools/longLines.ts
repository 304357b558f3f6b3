export type LongLineFinder = {
  /** A part of the line with what was found in it; nothing when it does not match. */
  find(line: string): string | 'too slow' | undefined;
};

/**
 * Looks for an expression in lines that are too long for being shown or matched as others are: many a sound pattern takes a time that grows with
 * the square of the length. Each line has a time limit, which ends even a matcher that backtracks; all of them together have some patience.
 * Search threads get this function as text: it uses nothing from outside its own body.
 */
export function longLineFinder(expression: RegExp): LongLineFinder {
  const LONGEST_MS = 150;
  const SWIFT = 1_000;
  const AROUND = 100;
  const SHOWN = 500;
  const { createContext, Script } = process.getBuiltinModule('node:vm');
  let patienceMs = 600;
  let matcher: ((line: string) => number) | undefined;

  /** The place of the first match, -1 when there is none. */
  function createMatcher(): (line: string) => number {
    const scene = createContext({ expression, line: '' });
    const script = new Script('expression.exec(line)?.index ?? -1');
    return (line) => {
      scene.line = line;
      return script.runInContext(scene, { timeout: LONGEST_MS });
    };
  }

  function search(line: string): number | undefined {
    matcher ??= createMatcher();
    try {
      return matcher(line);
    } catch (error) {
      if (Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
      throw error;
    }
  }

  function around(line: string, index: number): string {
    const from = Math.max(0, index - AROUND);
    const to = Math.min(line.length, from + SHOWN);
    const part = `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`;
    return `${part} [part of a long line]`;
  }

  return {
    find(line) {
      if (patienceMs <= 0) return 'too slow';
      const startedAt = performance.now();
      const index = search(line);
      patienceMs -= Math.max(0, performance.now() - startedAt - line.length / SWIFT);
      if (index === undefined) return 'too slow';
      return index < 0 ? undefined : around(line, index);
    },
  };
}
