/**
 * The bytes of an XSAVE area (Intel SDM vol. 1, 13.4), out of a snapshot or a core: a trace that holds them and loads them. What
 * of the header does not fit a machine is what its XRSTOR says of it.
 */
import { COMPONENTS, xfeatureMask } from '../../machine/architecture/component';
import { HEADER_OFFSET } from '../../machine/architecture/xsave-format';
import { COMPACTED, HEADER_SIZE, readArea, type XsaveArea } from '../../machine/xstate/xsave-area';
import type { ImportOptions, ImportProblem } from '../source';
import { concludeMachineOf } from '../writing/conclude';
import { plain } from '../writing/lines';
import { machineOfText } from '../writing/machine-of-text';

const LEAST = HEADER_OFFSET + HEADER_SIZE;

const USER = COMPONENTS.reduce((mask, { index, kind }) => (kind === 'user' ? mask | (1n << BigInt(index)) : mask), 0n);
const ALWAYS = xfeatureMask('X87', 'SSE');

/** The header of an area has reserved bytes that are zero, and masks of components that there are. */
export function looksLikeArea(bytes: Uint8Array): boolean {
  if (bytes.length < LEAST || bytes.length > MOST) return false;
  const { xstateBv, xcompBv } = masksOf(bytes);
  const known = COMPONENTS.reduce((mask, { index }) => mask | (1n << BigInt(index)), COMPACTED);
  const isReserved = bytes.subarray(HEADER_OFFSET + 16, LEAST).every((byte) => byte === 0);
  return isReserved && (xstateBv & ~known) === 0n && (xcompBv & ~known) === 0n && (xstateBv | xcompBv) !== 0n;
}

/** More than any processor's area has. */
const MOST = 0x1_0000;

function masksOf(bytes: Uint8Array): { xstateBv: bigint; xcompBv: bigint } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { xstateBv: view.getBigUint64(HEADER_OFFSET, true), xcompBv: view.getBigUint64(HEADER_OFFSET + 8, true) };
}

/** The `machine` line of a processor with the components that the header names, and these. @param bytes with a header. */
export function machineOfArea(bytes: Uint8Array): { readonly machine: string; readonly components: bigint } {
  const { xstateBv, xcompBv } = masksOf(bytes);
  const components = ((xcompBv & COMPACTED) === 0n ? xstateBv : xcompBv & ~COMPACTED) | ALWAYS;
  return { machine: concludeMachineOf([{ mask: components, line: 1 }], 1).text, components };
}

export function traceOfArea(bytes: Uint8Array, options: ImportOptions): { trace: string } | ImportProblem {
  if (bytes.length < LEAST) {
    return {
      problem: `${options.name} has ${bytes.length} bytes: an XSAVE area has ${LEAST} at least, of which 64 are its header.`,
    };
  }
  if (bytes.length > MOST)
    return { problem: `${options.name} has ${bytes.length} bytes: no XSAVE area has more than ${MOST}.` };
  const { machine: concluded, components: all } = machineOfArea(bytes);
  const machine = options.machine ?? concluded;
  const processor = machineOfText(machine);
  const area = readArea(bytes, processor, all & processor.xcr0Supported);
  if (!area) return { problem: `${options.name} has no header.` };
  return { trace: areaTrace(bytes, area, all, machine, processor.xcr0Supported, options.name) };
}

function areaTrace(
  bytes: Uint8Array,
  area: XsaveArea,
  all: bigint,
  machine: string,
  xcr0: bigint,
  name: string,
): string {
  const supervisor = all & ~USER;
  const hasSupervisor = supervisor !== 0n;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    `; An XSAVE area of ${bytes.length} bytes: ${plain(name)}. The format is ${area.format}; with these components it has ${area.size}.`,
    ...(bytes.length < area.size ? [`; ${area.size - bytes.length} bytes of it are missing: they are zero here.`] : []),
    ...area.components.map(
      ({ component, offset, size, inUse }) =>
        `; ${String(component.index).padStart(2)} ${component.id.padEnd(10)} at ${String(offset).padStart(5)}, ${String(size).padStart(4)} bytes${inUse ? '' : ', initial'}`,
    ),
    '',
    'xtrace 1',
    machine,
    'kernel none',
    '',
    `data image = hex "${digits}${'00'.repeat(Math.max(0, area.size - bytes.length))}" align=64`,
    '',
    ...setMask('xor ecx, ecx', xcr0, 'xsetbv'),
    ...(hasSupervisor ? setMask('mov ecx, IA32_XSS', supervisor, 'wrmsr') : []),
    ...setMask(undefined, all, hasSupervisor ? 'xrstors64 [image] => ok' : 'xrstor64 [image] => ok'),
    `    observe xinuse=${hex(area.xstateBv)}`,
    '',
  ].join('\n');
}

/** `steps` with the mask in EDX:EAX. */
function setMask(first: string | undefined, mask: bigint, last: string): string[] {
  const [low, high] = [mask & 0xffff_ffffn, mask >> 32n];
  return [...(first ? [first] : []), `mov eax, ${hex(low)}`, `mov edx, ${hex(high)}`, last].map(
    (step) => `    ${step}`,
  );
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
