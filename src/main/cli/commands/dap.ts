/** `xtrace dap`: the debug adapter, for any editor. */
import { once } from 'node:events';
import { ownValue, tableOf } from '../../../machine/table';
import { type Listening, runDap } from '../../dap/run-dap';
import type { Command, OptionValues } from '../command';
import { EXIT } from '../exit-status';
import { UsageError } from '../usage-error';

const LARGEST_PORT = 65_535;
/** Where a token can be given that other users of the machine do not see in the list of processes. */
const TOKEN_VARIABLE = 'XTRACE_DAP_TOKEN';

export const DAP: Command = {
  name: 'dap',
  usage: '[--port N | --socket PATH] [--token TOKEN]',
  summary: 'Serve the debug adapter, on standard input and output, a TCP port or a socket.',
  options: [
    { name: 'port', value: 'N', summary: 'Listen on 127.0.0.1:N; 0 takes a free port and prints it.' },
    { name: 'socket', value: 'PATH', summary: 'Listen on a socket that only you can connect to.' },
    {
      name: 'token',
      value: 'TOKEN',
      summary: `Refuse launches without this "token". ${TOKEN_VARIABLE} sets it out of sight of other users.`,
    },
  ],
  run: async ({ files, options, error }) => {
    const [extra] = files;
    if (extra !== undefined) throw new UsageError(`dap takes no file: the editor names the trace. What is ${extra}?`);
    const place = { port: portOption(options), socket: textOption(options, 'socket') };
    if (place.port !== undefined && place.socket !== undefined) {
      throw new UsageError('dap listens on one place: give --port or --socket, not both.');
    }
    const token = textOption(options, 'token') ?? (process.env[TOKEN_VARIABLE] || undefined);
    const log = (line: string) => error(`xtrace: ${line}\n`);
    const listening = await listen(place, () => runDap({ ...place, token, log }));
    if (listening) await serveUntilAsked(listening, log);
    else await once(process.stdin, 'end');
    return EXIT.OK;
  },
};

interface Place {
  readonly port: number | undefined;
  readonly socket: string | undefined;
}

async function serveUntilAsked({ where, closed, close }: Listening, log: (line: string) => void): Promise<void> {
  log(`listening on ${where}`);
  process.once('SIGINT', close).once('SIGTERM', close);
  await closed;
  process.off('SIGINT', close).off('SIGTERM', close);
}

async function listen(place: Place, run: () => Promise<Listening | undefined>): Promise<Listening | undefined> {
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

function textOption(options: OptionValues, name: string): string | undefined {
  const value = ownValue(options, name);
  if (typeof value !== 'string') return undefined;
  if (value === '') throw new UsageError(`--${name} takes a value, not nothing.`);
  return value;
}

function portOption({ port }: OptionValues): number | undefined {
  if (typeof port !== 'string') return undefined;
  const number = /^[0-9]+$/.test(port) ? Number(port) : Number.NaN;
  if (number <= LARGEST_PORT) return number;
  throw new UsageError(`--port takes a number from 0 to ${LARGEST_PORT}, not "${port}".`);
}
