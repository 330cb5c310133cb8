/** Follows a value back through copies to where it was made: a chain in the console, each link with its place. */
import type { OriginStep } from '../world/debugger/debugger-types';
import { LONGEST_VALUE, lengthOf, locationOf } from '../world/origin/location';
import type { DataTarget } from '../world/watch/data-access';
import type { Adapter } from './adapter';
import { describeTarget } from './breakpoints/data-info';
import { accessorText, accessPlace } from './inspection/access-text';
import { inputsText } from './inspection/inputs-text';
import { linePlace, tellMoment } from './inspection/moment-row';
import { UserError } from './protocol/user-error';

/** Throws `UserError` for what is no single value. */
export function traceOrigin(adapter: Adapter, target: DataTarget): () => void {
  const debuggee = adapter.requireStopped();
  const { world } = debuggee.engine;
  const length = lengthOf(locationOf(world, target));
  if (length !== undefined && length > LONGEST_VALUE) {
    const what = describeTarget(debuggee, target);
    throw new UserError(
      'too-long',
      `${what} has many values: name one of up to 8 bytes, like \`tmm0.i32[0][0]\` or \`u64[ADDR]\`.`,
    );
  }
  return () => {
    const { exception } = adapter;
    adapter.runner.start(debuggee, { kind: 'trace-origin', target }, (reason) => {
      if (reason.kind === 'traced') for (const link of reason.chain) tell(adapter, link);
      adapter.stopped(reason);
      adapter.exception = exception;
    });
  };
}

function tell(adapter: Adapter, { moment, step, line, by, place, value, why, inputs }: OriginStep): void {
  const { client, debuggee } = adapter;
  const who = by ? `, by ${accessorText(debuggee, by)}` : '';
  const text = [`@${step} ${place} = ${value}: ${why}${who}`, ...inputsText(inputs).map((line) => `  ${line}`)];
  const shown = by ? accessPlace(debuggee, client, by) : linePlace(debuggee, client, line);
  tellMoment(adapter, text.join('\n'), { moment, place: shown });
}
