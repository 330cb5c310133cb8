/** General queries (GDB manual, appendix E.4), and what else has a long name. */
import { isForUser, messageOf } from '../../adapter/protocol/user-error';
import { tableOf } from '../../machine/table';
import { numberOf, textOfDigits } from '../protocol/arguments';
import { MOST_PACKET } from '../protocol/packet-reader';
import { hexOfText } from '../protocol/packet-writer';
import { type Context, type Handler, OK, UNKNOWN } from './context';
import { threadOf } from './state-packets';

/** What is told to who asks, beside the size of packets. */
const FEATURES = [
  'QStartNoAckMode+',
  'qXfer:features:read+',
  'qXfer:auxv:read+',
  'qXfer:exec-file:read+',
  'qXfer:threads:read+',
  'qXfer:siginfo:read+',
  'vContSupported+',
  'swbreak+',
  'hwbreak+',
  'QPassSignals+',
  'ReverseStep+',
  'ReverseContinue+',
];

/** Of programs alone, to who asks for it: a stop reply that tells of execve. */
const EXEC_EVENTS = 'exec-events+';

const TRIPLE = 'x86_64-unknown-linux-gnu';
const PROCESSOR = `triple:${hexOfText(TRIPLE)};ostype:linux;endian:little;ptrsize:8;`;

function threadList({ inferior }: Context): string {
  const ids = inferior.threads.map(({ id }) => id.toString(16));
  return ids.length === 0 ? 'l' : `m${ids.join(',')}`;
}

function passSignals({ movement }: Context, rest: string): string {
  movement.passed = new Set(rest === '' ? [] : rest.split(';').map(numberOf));
  return OK;
}

async function monitor({ ask, tell }: Context, digits: string): Promise<string> {
  const answer = await ask(textOfDigits(digits)).catch(explained);
  if (answer !== '') tell(`${answer}\n`);
  return OK;
}

/** Here a refusal is an answer like any other. @throws what is a mistake of our own. */
function explained(error: unknown): string {
  if (!isForUser(error)) throw error;
  return messageOf(error);
}

export const QUERY_PACKETS = tableOf<Handler>({
  qSupported: ({ inferior, movement }, rest) => {
    movement.tellsExec = inferior.main !== undefined && rest.replace(/^:/, '').split(';').includes(EXEC_EVENTS);
    const exec = movement.tellsExec ? [EXEC_EVENTS] : [];
    return [`PacketSize=${MOST_PACKET.toString(16)}`, ...FEATURES, ...exec].join(';');
  },
  QStartNoAckMode: ({ stopAcknowledging }) => {
    stopAcknowledging();
    return OK;
  },
  QPassSignals: (context, rest) => passSignals(context, rest.replace(/^:/, '')),
  qAttached: () => '0',
  qSymbol: () => OK,
  qC: ({ inferior }) => `QC${inferior.current.toString(16)}`,
  qfThreadInfo: threadList,
  qsThreadInfo: () => 'l',
  qThreadExtraInfo: (context, rest) => {
    const id = threadOf(context, rest.replace(/^,/, ''));
    return hexOfText(context.inferior.threads.find((thread) => thread.id === id)?.name ?? '');
  },
  qRcmd: (context, rest) => monitor(context, rest.replace(/^,/, '')),
  // lldb asks what gdb finds in the description.
  qHostInfo: () => PROCESSOR,
  qProcessInfo: ({ inferior }) => `pid:${(inferior.main?.pid ?? 1).toString(16)};${PROCESSOR}`,
  vMustReplyEmpty: () => UNKNOWN,
  vKill: ({ leave }) => {
    leave();
    return OK;
  },
});
