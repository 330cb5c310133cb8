/** The syntax tree of what stands behind `=>`. */
import type { ExceptionMnemonic } from '../../machine/architecture/exception';
import type { Range } from '../errors/diagnostic';
import type { Expression } from './expression';

export type OutcomeSyntax =
  | {
      readonly kind: 'exception';
      readonly mnemonic: ExceptionMnemonic;
      /** The error code; for #PF the address. */
      readonly argument?: Expression;
      readonly range: Range;
    }
  | { readonly kind: 'signal'; readonly name: string; readonly range: Range }
  | { readonly kind: 'killed' | 'oops' | 'WARN' | 'hang' | 'ok'; readonly range: Range }
  /** `= 0`, `= -EPERM`: names are errno or kernel constants. */
  | { readonly kind: 'result'; readonly value: Expression; readonly range: Range };
