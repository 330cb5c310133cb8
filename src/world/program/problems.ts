/** What is wrong with a trace, as it is found while the trace is laid out and built: all of it, up to what anybody reads. */

import type { Range } from '../../language/errors/diagnostic';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { ExpressionError } from '../../language/errors/expression-error';
import { grouped, LIMITS } from '../../language/errors/limits';

export class Problems {
  readonly found: Diagnostic[] = [];

  /** Whether what else is found is left out. */
  get isFull(): boolean {
    return this.found.length > LIMITS.problems.most;
  }

  add(diagnostic: Diagnostic): void {
    const { most, code } = LIMITS.problems;
    if (this.found.length < most) this.found.push(diagnostic);
    else if (this.found.length === most) {
      this.found.push(
        errorAt(diagnostic.range, code, `Too many problems: those beyond ${grouped(most)} are left out.`),
      );
    }
  }

  /** What `work` answers. An `ExpressionError` is added, at `range` where it knows no place, and `otherwise` stands in. */
  attempt<T>(range: Range, otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.add(errorAt(error.range ?? range, error.code, error.message));
      return otherwise;
    }
  }
}
