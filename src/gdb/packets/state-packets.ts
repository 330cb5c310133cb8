/** Registers, memory, breakpoints, threads: packets of one letter (GDB manual, appendix E.2). */
import { tableOf } from '../../machine/table';
import { addressOf, bytesOfDigits, numberOf, spanOf } from '../protocol/arguments';
import { bytesOf, hexOf } from '../protocol/packet-writer';
import { refuse } from '../protocol/refusal';
import { type Context, type Handler, OK } from './context';

/** EFAULT. In the place of bytes, clients understand no words. */
const NO_MEMORY = 'E0e';
/** Two digits each must fit into a packet. */
const MOST_MEMORY = 0x3f00;

/** `-1` and `0` stand for all threads and for any. */
export function threadOf({ inferior }: Context, text: string): number {
  const id = text === '-1' || text === '0' || text === '' ? inferior.current : numberOf(text);
  inferior.subject(id);
  return id;
}

function writeMemory(context: Context, span: string, bytes: Uint8Array): string {
  const { address, length } = spanOf(span, MOST_MEMORY);
  if (bytes.length !== length) refuse(`${length} bytes were announced, and ${bytes.length} came.`);
  if (length > 0) context.inferior.setMemory(context.selected.general, address, bytes);
  return OK;
}

/** `SPAN:DATA`. */
function halves(text: string): [span: string, data: string] {
  const colon = text.indexOf(':');
  return colon < 0 ? refuse('A colon is missing.') : [text.slice(0, colon), text.slice(colon + 1)];
}

function writeAll(context: Context, bytes: Uint8Array): string {
  const { inferior, selected } = context;
  let at = 0;
  for (const [number, before] of inferior.registers(selected.general).entries()) {
    const after = bytes.subarray(at, at + before.length);
    at += before.length;
    if (after.length === before.length) inferior.setRegister(selected.general, number, after);
  }
  return OK;
}

export const STATE_PACKETS = tableOf<Handler>({
  '?': ({ movement }) => movement.reply,

  g: ({ inferior, selected }) => inferior.registers(selected.general).map(hexOf).join(''),
  G: (context, rest) => writeAll(context, bytesOfDigits(rest)),
  p: ({ inferior, selected }, rest) => hexOf(inferior.register(selected.general, numberOf(rest))),
  P: ({ inferior, selected }, rest) => {
    const [number, digits = ''] = rest.split('=');
    inferior.setRegister(selected.general, numberOf(number), bytesOfDigits(digits));
    return OK;
  },

  m: ({ inferior, selected }, rest) => {
    const span = spanOf(rest, MOST_MEMORY);
    const bytes = inferior.memory(selected.general, span);
    return bytes.length === 0 && span.length > 0 ? NO_MEMORY : hexOf(bytes);
  },
  M: (context, rest) => {
    const [span, digits] = halves(rest);
    return writeMemory(context, span, bytesOfDigits(digits));
  },
  X: (context, rest) => {
    const [span, data] = halves(rest);
    return writeMemory(context, span, bytesOf(data));
  },

  Z: ({ points, selected }, rest) => {
    points.insert(rest, selected.general);
    return OK;
  },
  z: ({ points, selected }, rest) => {
    points.remove(rest, selected.general);
    return OK;
  },

  H: (context, rest) => {
    const id = threadOf(context, rest.slice(1));
    if (rest.startsWith('g')) context.selected.general = id;
    else if (rest.startsWith('c')) context.selected.moving = id;
    else refuse('A thread is selected with Hg or Hc.');
    return OK;
  },
  T: (context, rest) => {
    threadOf(context, rest);
    return OK;
  },

  k: ({ leave }) => {
    leave();
    return undefined;
  },
  D: ({ leave }) => {
    leave();
    return OK;
  },
});

/** An address behind `c` or `s`: where the thread goes on. */
export function jumpIfGiven({ inferior, selected }: Context, text: string): void {
  if (text === '') return;
  inferior.debuggee.engine.edit({ kind: 'jump', address: addressOf(text) });
  selected.general = inferior.current;
}
