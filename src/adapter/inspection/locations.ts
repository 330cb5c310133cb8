/** Where in the trace something is declared that a client has a reference for. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Client } from '../protocol/client';
import { lineOfLocation } from '../protocol/location-reference';
import { UserError } from '../protocol/user-error';
import type { Debuggee } from '../state/debuggee';

/** Throws `UserError` for a number that is no reference. */
export function locationOf(
  { program, traceSource }: Debuggee,
  client: Client,
  reference: number,
): NonNullable<DebugProtocol.LocationsResponse['body']> {
  const line = lineOfLocation(reference);
  if (![...program.symbols.values()].some((symbol) => symbol.line === line)) {
    throw new UserError('no-location', `There is no location ${reference}.`);
  }
  return { source: traceSource, line: client.line(line), column: client.column(0) };
}
