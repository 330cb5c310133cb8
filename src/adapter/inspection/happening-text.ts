/** What happened, in words: for the debug console, and for the reason of a stop. */

import { decodeUtf8 } from '../../kernel/files/path';
import { formatAddress } from '../../machine/architecture/linear-address';
import { exceptionLabel } from '../../world/debugger/breakpoints/exception-filters';
import { syscallText, unknownSyscallText } from '../../world/program/result-text';
import { expectationText } from '../../world/run/events/expectation';
import type { Happening, HappeningRecord } from '../../world/state/happening';
import type { OutputCategory } from '../protocol/client';

export interface HappeningText {
  readonly category: OutputCategory;
  readonly text: string;
}

type Describe<K extends HappeningRecord['kind']> = (happening: Happening & { kind: K }) => HappeningText | undefined;

const note = (text: string): HappeningText => ({ category: 'console', text });
const problem = (text: string): HappeningText => ({ category: 'stderr', text });

const DESCRIBE: { readonly [K in HappeningRecord['kind']]: Describe<K> } = {
  exception: (happening) => note(`${exceptionLabel(happening)}: ${happening.detail.why}`),
  switch: () => undefined,
  grow: ({ task, from, to }) => note(`${task}: buffer ${to > from ? 'grows' : 'shrinks'} from ${from} to ${to} bytes`),
  syscall: (record) => note(syscallText(record)),
  output: ({ stream, bytes }) => ({ category: stream, text: decodeUtf8(bytes.replace(/\n$/, '')) }),
  'unknown-syscall': (record) => note(unknownSyscallText(record)),
  signal: ({ task, signal, code, address }) =>
    note(`${task} is sent ${signal} (code ${code}${address === null ? '' : `, address ${formatAddress(address)}`})`),
  handler: () => undefined,
  killed: ({ task, signal }) => note(`${task} is killed by ${signal}`),
  oops: ({ message }) => problem(`Oops: ${message}`),
  expect: (record) => (record.ok ? undefined : problem(`Expectation failed: ${expectationText(record)}`)),
  warn: ({ message }) => problem(`WARN: ${message}`),
  printk: ({ message }) => note(`kernel: ${message}`),
  hang: ({ message }) => problem(`Hang: ${message}`),
  print: ({ text }) => ({ category: 'stdout', text }),
  divergence: ({ expected, actual }) =>
    problem(`Divergence: expected ${expected.join(', ')}; got ${actual.join(', ')}`),
  stop: () => undefined,
  unwritten: () => undefined,
  error: ({ message }) => problem(message),
  end: () => undefined,
};

/** Undefined for what is not worth a line of the console. */
export function happeningText(happening: Happening): HappeningText | undefined {
  return (DESCRIBE[happening.kind] as Describe<HappeningRecord['kind']>)(happening); // the key chose the row
}

/** `#NM (XFD)`, `Failed expectation`, `SIGILL`: what a stop is called. */
export function happeningTitle(happening: Happening): string {
  switch (happening.kind) {
    case 'exception':
      return exceptionLabel(happening);
    case 'signal':
      return happening.signal;
    case 'expect':
      return 'Failed expectation';
    case 'divergence':
      return 'Divergence';
    case 'oops':
      return 'Kernel oops';
    case 'warn':
      return 'Kernel WARN';
    case 'hang':
      return 'Hang';
    default:
      return 'The trace cannot go on';
  }
}
