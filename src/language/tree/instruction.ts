/** The syntax tree of an instruction and its operands. Names of data, labels and constants are not resolved here. */
import type { Range } from '../errors/diagnostic';
import type { Expression } from './expression';
import type { Name } from './name';

export type OperandSyntax =
  | {
      readonly kind: 'register';
      /** Lower case. */
      readonly name: string;
      readonly range: Range;
      readonly mask?: Name;
      readonly zeroing?: boolean;
    }
  | {
      readonly kind: 'memory';
      readonly base?: Name;
      readonly index?: Name;
      readonly scale: 1 | 2 | 4 | 8;
      /** The sum of everything that is not a register: integers, names of data, constants, labels. */
      readonly displacement?: Expression;
      /** Bytes, from `DWORD PTR` and its like. */
      readonly size?: number;
      readonly segment?: Name;
      /** `[rsi]{1to16}`: the number of elements that one element is copied to. */
      readonly broadcast?: number;
      readonly mask?: Name;
      readonly zeroing?: boolean;
      readonly range: Range;
    }
  | { readonly kind: 'immediate'; readonly value: Expression; readonly range: Range }
  /** A bare name: a label to branch to or the address of data; the checker decides. */
  | { readonly kind: 'symbol'; readonly name: string; readonly range: Range };

export interface InstructionSyntax {
  /** Lower case, whatever the line says. */
  readonly mnemonic: Name;
  /** Lower case: `lock`, `rep`, ... */
  readonly prefixes: readonly Name[];
  readonly operands: readonly OperandSyntax[];
}
