import type { ArithmeticExpression, ParameterExpansionPart, TestBinaryExpression, TestUnaryExpression } from 'unbash';

/** Names a loop may fill without changing how the shell or its programs work; those that do are written in capitals. */
export function isPlainName(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name);
}

/** Bash runs what stands in an array's subscript, even out of a variable's value: only numbers are sure. */
export function isPlainArithmetic(expression: ArithmeticExpression | undefined): boolean {
  switch (expression?.type) {
    case 'ArithmeticWord':
      return isNumber(expression.value);
    case 'ArithmeticGroup':
      return isPlainArithmetic(expression.expression);
    case 'ArithmeticBinary':
      return isPlainArithmetic(expression.left) && isPlainArithmetic(expression.right);
    default:
      return false;
  }
}

const CALCULATING_TESTS = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

/** `[[ a -eq b ]]` calculates both sides, and `-v` looks into subscripts. */
export function allowsTest(test: TestUnaryExpression | TestBinaryExpression): boolean {
  if (test.type === 'TestUnary') return test.operator !== '-v' && test.operator !== '-R';
  return !CALCULATING_TESTS.has(test.operator) || (isNumber(test.left.value) && isNumber(test.right.value));
}

/** Parameters that are put in as they are, or cut by patterns; not those that assign, calculate, point elsewhere or are run (`@P`). */
export function allowsParameter({ prefix, index, operation }: ParameterExpansionPart): boolean {
  if (prefix === '!' || index) return false;
  switch (operation?.type) {
    case undefined:
    case 'Remove':
    case 'Replace':
    case 'CaseModification':
      return true;
    case 'Default':
      return !operation.operator.includes('=');
    default:
      return false;
  }
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
