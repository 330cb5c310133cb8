/** All stretches of the run so far in which a condition holds, as a table in the console, each row with its place. */

import type { FoundStretch } from '../world/debugger/travel/survey-types';
import type { DataTarget } from '../world/watch/data-access';
import { describeSample } from '../world/watch/sample';
import type { Adapter } from './adapter';
import { describeTarget } from './breakpoints/data-info';
import { linePlace, tellMoment } from './inspection/moment-row';
import { statementText } from './state/trace-lines';

export function find(adapter: Adapter, condition: DataTarget, columns: readonly DataTarget[]): void {
  const debuggee = adapter.requireStopped();
  const { exception } = adapter;
  const goal = { kind: 'true', target: condition } as const;
  adapter.runner.start(debuggee, { kind: 'find', goal, columns }, (reason) => {
    if (reason.kind === 'found') tell(adapter, columns, reason.stretches, reason.count);
    adapter.stopped(reason);
    adapter.exception = exception;
  });
}

function tell(
  adapter: Adapter,
  columns: readonly DataTarget[],
  stretches: readonly FoundStretch[],
  count: number,
): void {
  const { client, debuggee } = adapter;
  if (count === 0) return client.output('console', 'It holds nowhere in the run so far.\n');
  for (const { moment, step, line, until, columns: values } of stretches) {
    const cells = values.map((value, index) => `${nameOf(columns[index])} ${describeSample(value)}`);
    const text = line < 0 ? '' : `: ${statementText(debuggee.program.trace, line)}`;
    const row = [`@${step} to ${until === null ? 'the end' : `@${until}`}${text}`, ...cells].join('; ');
    tellMoment(adapter, row, { moment, place: linePlace(debuggee, client, line) });
  }
  if (count > stretches.length) client.output('console', `and ${count - stretches.length} more\n`);

  function nameOf(column: DataTarget | undefined): string {
    return column ? describeTarget(debuggee, column) : '';
  }
}
