/** Where a server of the command line listens: `--port N` or `--socket PATH`. */
import { tableOf } from '../../../machine/table';
import type { Listening, ListeningPlace } from '../../dap/listening';
import type { OptionValues } from '../command';
import { UsageError } from '../usage-error';
import { textOption } from './options';

const LARGEST_PORT = 65_535;

/** @param command that asks, for the message. @throws UsageError for two places at once. */
export function placeOption(options: OptionValues, command: string): ListeningPlace {
  const place = { port: portOption(options), socket: textOption(options, 'socket') };
  if (place.port === undefined || place.socket === undefined) return place;
  throw new UsageError(`${command} listens on one place: give --port or --socket, not both.`);
}

/** Until it is closed, or a signal asks to end. */
export async function serveUntilAsked({ where, closed, close }: Listening, log: (line: string) => void): Promise<void> {
  log(`listening on ${where}`);
  process.once('SIGINT', close).once('SIGTERM', close);
  await closed;
  process.off('SIGINT', close).off('SIGTERM', close);
}

/** What `run` answers. @throws UsageError where nothing can listen there. */
export async function listenOrRefuse(
  place: ListeningPlace,
  run: () => Promise<Listening | undefined>,
): Promise<Listening | undefined> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UsageError(
      place.socket === undefined ? portProblem(place.port, code) : socketProblem(place.socket, code),
    );
  }
}

function portProblem(port: number | undefined, code: string): string {
  const reason = code === 'EADDRINUSE' ? 'something else listens there' : code;
  return `Port ${port} cannot be used: ${reason}. Choose another with --port, or 0 for a free one.`;
}

const SOCKET_REASONS = tableOf<string>({
  EADDRINUSE: 'it is a file already, or something else listens there',
  EACCES: 'access is denied',
  ENOENT: 'there is no such folder',
  EINVAL: 'the path is too long for a socket',
});

function socketProblem(path: string, code: string): string {
  return `${path} cannot be used: ${SOCKET_REASONS[code] ?? code}. Choose another path with --socket.`;
}

function portOption({ port }: OptionValues): number | undefined {
  if (typeof port !== 'string') return undefined;
  const number = /^[0-9]+$/.test(port) ? Number(port) : Number.NaN;
  if (number <= LARGEST_PORT) return number;
  throw new UsageError(`--port takes a number from 0 to ${LARGEST_PORT}, not "${port}".`);
}
