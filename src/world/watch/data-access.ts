/** What can be watched, and an access to it: read or write, the value before and after, and the code that made the access. */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { CodeName } from '../compiled/code-name';
import type { ScopePlace } from '../scope/scope-place';
import type { Sample } from './sample';

/** What an expression says at a place, or bytes of memory. */
export type DataTarget =
  | { readonly kind: 'expression'; readonly text: string; readonly place: ScopePlace }
  | {
      readonly kind: 'memory';
      readonly space: number;
      readonly address: LinearAddress;
      /** Bytes. */
      readonly length: number;
    };

/** A write stops even if the value stays as it is; a change only if it does not. */
export type DataAccessKind = 'read' | 'write' | 'readWrite' | 'change';

/**
 * Who accesses: a step of the trace or an instruction of a program, by its address; a step of a kernel routine; or an
 * instruction of a real kernel's code, by its address.
 */
export type Accessor =
  | {
      readonly kind: 'code';
      readonly address: LinearAddress;
      /** As the program that the task ran calls the address; undefined where nothing is known of a program. */
      readonly name: CodeName | undefined;
    }
  | { readonly kind: 'kernel'; readonly routine: string; readonly step: number }
  | { readonly kind: 'native'; readonly address: LinearAddress };

export interface DataAccess {
  /** Of the watched data. */
  readonly id: number;
  readonly target: DataTarget;
  /** A change is a write as well. */
  readonly kind: 'read' | 'write' | 'change';
  readonly before: Sample;
  readonly after: Sample;
  readonly by: Accessor;
}
