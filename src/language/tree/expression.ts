/** The syntax tree of expressions. The parser resolves no names: an evaluator or a check does. */
import type { Range } from '../errors/diagnostic';
import type { Name } from './name';

export type UnaryOperator = '-' | '~' | '!';

export type BinaryOperator =
  | '||'
  | '&&'
  | '|'
  | '^'
  | '&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

export type Expression =
  | { readonly kind: 'integer'; readonly value: bigint; readonly range: Range }
  | { readonly kind: 'float'; readonly value: number; readonly range: Range }
  | { readonly kind: 'string'; readonly value: string; readonly range: Range }
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'member'; readonly object: Expression; readonly member: Name; readonly range: Range }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly range: Range }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression; readonly range: Range }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly range: Range;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly range: Range;
    }
  | { readonly kind: 'call'; readonly callee: Name; readonly arguments: readonly Expression[]; readonly range: Range };
