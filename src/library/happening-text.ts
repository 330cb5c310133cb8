/** What happened, as a person reads it: `14: A: #NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA`. */
import { formatAddress } from '../machine/architecture/linear-address';
import { syscallText, unknownSyscallText } from '../world/program/result-text';
import { expectationText } from '../world/run/events/expectation';
import { type Happening, type HappeningRecord, sourceText } from '../world/state/happening';

/** Undefined: not worth a line. */
const TEXT: { readonly [K in HappeningRecord['kind']]: (record: HappeningRecord & { kind: K }) => string | undefined } =
  {
    exception: ({ name, detail }) => `${name}${argument(name, detail)}: ${detail.why}`,
    switch: ({ from, to }) => `switch from ${from} to ${to}`,
    grow: ({ task, from, to }) =>
      `the buffer of ${task} ${to < from ? 'shrinks' : 'grows'} from ${from} to ${to} bytes`,
    syscall: syscallText,
    signal: ({ task, signal, code, address }) =>
      `${signal} to ${task} (si_code ${code}${address === null ? '' : `, si_addr ${formatAddress(address)}`})`,
    handler: ({ task, signal }) => `the handler of ${task} for ${signal} runs`,
    killed: ({ task, signal }) => `${task} is killed by ${signal}`,
    output: ({ bytes }) => (bytes.endsWith('\n') ? bytes.slice(0, -1) : bytes),
    'unknown-syscall': unknownSyscallText,
    oops: ({ message }) => `oops: ${message}`,
    expect: (record) => (record.ok ? undefined : `FAILED: expect ${expectationText(record)}`),
    warn: ({ message }) => `WARN: ${message}`,
    printk: ({ message }) => `kernel: ${message}`,
    hang: ({ message }) => `hang: ${message}`,
    print: ({ text }) => text,
    divergence: ({ expected, actual }) => `DIVERGED: expected ${expected.join(', ')}; got ${actual.join(', ')}`,
    stop: () => undefined,
    unwritten: () => undefined,
    error: ({ message }) => `ERROR: ${message}`,
    end: ({ steps }) => `${steps} ${steps === 1 ? 'step' : 'steps'}`,
  };

/** The line for a record, without its end. What the trace prints stands alone; the rest says where and who. */
export function happeningText(happening: Happening): string | undefined {
  const text = happeningMessage(happening);
  if (text === undefined || happening.kind === 'print' || happening.kind === 'end') return text;
  return `${happening.line < 0 ? '' : `${happening.line + 1}: `}${text}`;
}

/** The same without the line. */
export function happeningMessage(happening: Happening): string | undefined {
  const text = (TEXT[happening.kind] as (record: HappeningRecord) => string | undefined)(happening); // the key chose it
  if (text === undefined || happening.kind === 'print' || happening.kind === 'end') return text;
  const { task, source } = happening;
  return `${task === null ? '' : `${task}: `}${text}${source ? ` at ${sourceText(source)}` : ''}`;
}

function argument(name: string, { errorCode, address }: { errorCode?: number; address?: number }): string {
  if (name === '#PF' && address !== undefined) return `(${formatAddress(address)})`;
  return errorCode === undefined ? '' : `(${errorCode})`;
}
