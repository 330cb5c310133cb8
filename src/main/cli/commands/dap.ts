/** `xtrace dap`: the debug adapter, for any editor. */
import { once } from 'node:events';
import { runDap } from '../../dap/run-dap';
import { listenOrRefuse, placeOption, serveUntilAsked } from '../arguments/listening-place';
import { textOption } from '../arguments/options';
import type { Command } from '../command';
import { EXIT } from '../exit-status';
import { UsageError } from '../usage-error';

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
    const place = placeOption(options, 'dap');
    const token = textOption(options, 'token') ?? (process.env[TOKEN_VARIABLE] || undefined);
    const log = (line: string) => error(`xtrace: ${line}\n`);
    const listening = await listenOrRefuse(place, () => runDap({ ...place, token, log }));
    if (listening) await serveUntilAsked(listening, log);
    else await once(process.stdin, 'end');
    return EXIT.OK;
  },
};
