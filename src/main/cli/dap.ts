/** `xtrace dap`: the debug adapter, for any editor. */
import { once } from 'node:events';
import { runDap } from '../dap';
import type { Command, OptionValues } from './command';
import { EXIT } from './exit-status';
import { UsageError } from './usage-error';

const LARGEST_PORT = 65_535;

export const DAP: Command = {
  name: 'dap',
  usage: '[--port N]',
  summary: 'Serve the debug adapter, on standard input and output or on a TCP port.',
  options: [{ name: 'port', value: 'N', summary: 'Listen on 127.0.0.1:N; 0 takes a free port and prints it.' }],
  run: async ({ files, options, error }) => {
    const [extra] = files;
    if (extra !== undefined) throw new UsageError(`dap takes no file: the editor names the trace. What is ${extra}?`);
    const port = portOption(options);
    const server = await listen(port);
    if (server) {
      const address = server.address();
      if (address && typeof address === 'object') error(`xtrace: listening on 127.0.0.1:${address.port}\n`);
      await once(server, 'close');
    } else {
      await once(process.stdin, 'end');
    }
    return EXIT.OK;
  },
};

async function listen(port: number | undefined) {
  try {
    return await runDap(port === undefined ? {} : { port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const reason = code === 'EADDRINUSE' ? 'something else listens there' : code;
    throw new UsageError(`Port ${port} cannot be used: ${reason}. Choose another with --port, or 0 for a free one.`);
  }
}

function portOption({ port }: OptionValues): number | undefined {
  if (typeof port !== 'string') return undefined;
  const number = /^[0-9]+$/.test(port) ? Number(port) : Number.NaN;
  if (number <= LARGEST_PORT) return number;
  throw new UsageError(`--port takes a number from 0 to ${LARGEST_PORT}, not "${port}".`);
}
