/** Objects that are read piece by piece: qXfer (GDB manual, appendix E.4). */
import { signalNumber } from '../../kernel/model/tasks/signals';
import { siginfoImage } from '../../kernel/signal/rt-sigframe';
import { SIGNAL } from '../../kernel/state/constants';
import { tableOf } from '../../machine/table';
import { firstProgram } from '../inferior/readable-files';
import { numberOf } from '../protocol/arguments';
import { latin1 } from '../protocol/packet-reader';
import { refuse } from '../protocol/refusal';
import { type Context, type Handler, UNKNOWN } from './context';

/** A whole object, a character for each byte. @throws UserError where there is none. */
type ReadObject = (context: Context, annex: string) => string;

/** Half of a packet: each byte may have to be escaped. */
const MOST_PIECE = 0x3f00;

const OBJECTS = tableOf<ReadObject>({
  features: ({ inferior }, annex) =>
    annex === 'target.xml' ? inferior.description.xml : refuse(`There is no ${annex}.`),
  auxv: ({ inferior }) => latin1(inferior.auxiliaryVector),
  'exec-file': ({ inferior }) =>
    inferior.executable ?? firstProgram(inferior.debuggee.program) ?? refuse('No program runs.'),
  threads: ({ inferior }) => {
    const lines = inferior.threads.map(
      ({ id, name }) => `<thread id="${id.toString(16)}" name="${inXml(name)}"></thread>\n`,
    );
    return `<?xml version="1.0"?>\n<threads>\n${lines.join('')}</threads>\n`;
  },
  siginfo: (context) => latin1(siginfo(context)),
});

/** TRAP_BRKPT: what a process gets where a debugger has stopped it. */
const AT_BREAKPOINT = { name: 'SIGTRAP', number: SIGNAL.SIGTRAP, code: 1, address: null, sender: 0 };

/** Of the signal that the run has stopped at. */
function siginfo({ movement: { signal }, inferior }: Context): Uint8Array {
  if (!signal) return siginfoImage(AT_BREAKPOINT);
  const { kernel } = inferior.debuggee.state;
  const task = kernel?.tasks.findLast(({ name }) => name === signal.task);
  const queues = [task?.pending, task && kernel?.processes[task.process]?.pending];
  const pending = queues.flatMap((queue) => queue ?? []).find(({ name }) => name === signal.signal);
  const { signal: name, code, address } = signal;
  return siginfoImage(pending ?? { name, number: signalNumber(name), code, address, sender: 0 });
}

function inXml(text: string): string {
  return text.replace(/[<>&"]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** `:OBJECT:read:ANNEX:OFFSET,LENGTH`. */
const READ = /^:([a-z-]+):read:([^:]*):([0-9a-f]+),([0-9a-f]+)$/i;

export const TRANSFER_PACKETS = tableOf<Handler>({
  qXfer: (context, rest) => {
    const [, object = '', annex = '', offset, length] = READ.exec(rest) ?? [];
    const read = OBJECTS[object];
    if (!read) return UNKNOWN;
    const whole = read(context, annex);
    const start = numberOf(offset);
    const end = start + Math.min(numberOf(length), MOST_PIECE);
    return `${end < whole.length ? 'm' : 'l'}${whole.slice(start, end)}`;
  },
});
