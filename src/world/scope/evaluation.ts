/** The value of an expression, with what a view needs to show it. */
import type { Register } from '../../machine/architecture/registers';

export interface Evaluation {
  readonly value: bigint | number | string;
  /** `u64`, `i32`, `f32`, `string`, ...: decides how it is shown. */
  readonly type: string;
  /** Of data and memory values. */
  readonly address?: number;
  /** Of a register that the tables describe. */
  readonly register?: Register;
}
