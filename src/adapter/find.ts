/** All stretches of the run so far in which a condition holds, as a table in the console, each row with its place. */

import type { FoundStretch } from '../world/debugger/travel/survey-types';
import type { DataTarget } from '../world/watch/data-access';
import { describeSample } from '../world/watch/sample';
import type { Adapter } from './adapter';
import { describeTarget } from './breakpoints/data-info';
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
  { client, debuggee }: Adapter,
  columns: readonly DataTarget[],
  stretches: readonly FoundStretch[],
  count: number,
): void {
  const say = (output: string, line = -1) => {
    const place = line < 0 ? {} : { source: debuggee.traceSource, line: client.line(line), column: client.column(0) };
    client.send('output', { category: 'console', output: `${output}\n`, ...place });
  };
  if (count === 0) return say('It holds nowhere in the run so far.');
  for (const { step, line, until, columns: values } of stretches) {
    const cells = values.map((value, index) => `${nameOf(columns[index])} ${describeSample(value)}`);
    const text = line < 0 ? '' : `: ${statementText(debuggee.program.trace, line)}`;
    say([`@${step} to ${until === null ? 'the end' : `@${until}`}${text}`, ...cells].join('; '), line);
  }
  if (count > stretches.length) say(`and ${count - stretches.length} more`);

  function nameOf(column: DataTarget | undefined): string {
    return column ? describeTarget(debuggee, column) : '';
  }
}
