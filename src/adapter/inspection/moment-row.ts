/** A row of the console that is about a moment of the run, and leads there. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Adapter } from '../adapter';
import type { Client } from '../protocol/client';
import type { Debuggee } from '../state/debuggee';
import { text } from '../variables/value';

type Place = Pick<DebugProtocol.OutputEvent['body'], 'source' | 'line' | 'column'>;

/** A zero-based line of the trace as clients are told of it; nothing for -1. */
export function linePlace({ traceSource }: Debuggee, client: Client, line: number): Place {
  return line < 0 ? {} : { source: traceSource, line: client.line(line), column: client.column(0) };
}

/**
 * The row names its place, so that any client can show a link to that. VS Code makes a link of the row itself where the
 * row stands for a variable whose value has a location; who asks for that location goes to the moment.
 */
export function tellMoment(
  { client, debuggee }: Adapter,
  output: string,
  { moment, place }: { readonly moment: number; readonly place: Place },
): void {
  const { traceSource, links, variables } = debuggee;
  const { source = traceSource, line = client.line(0), column = client.column(0) } = place;
  const row = () => {
    const location = links.keep({ moment, location: { source, line, column } });
    const named = () => [{ name: 'moment', value: text(output), readOnly: 'It is in the past.', location }];
    return variables.keep({ name: 'moment', value: text(output), children: { named } });
  };
  client.output('console', `${output}\n`, { ...place, ...(client.isVsCode ? row() : {}) });
}
