/** The model of `machine from "FILE"`: a processor by a dump of its CPUID, with what its maker's processors choose. */
import { CpuidDumpError, readCpuidDump } from '../../machine/processor/cpuid-dump';
import type { CpuidLeaves } from '../../machine/processor/cpuid-leaves';
import { CPU_MODELS } from '../../machine/processor/models';
import type { CpuModel } from '../../machine/processor/processor';
import { atRange, ExpressionError } from '../errors/expression-error';
import { bytesText } from '../errors/limits';
import type { Name } from '../tree/name';
import { filesOf, type TraceFiles } from './data-bytes';

/** A dump has some tens of kilobytes. */
const MOST_BYTES = 4 << 20;

/**
 * Undefined where files are not read.
 *
 * @throws ExpressionError for a file that may not or cannot be read, or is no dump of a known maker's processor.
 */
export function modelFromFile({ text: path, range }: Name, files: TraceFiles | undefined): CpuModel | undefined {
  return atRange(range, () => {
    const source = filesOf({ path, range }, files);
    if (source.sizeOf(path) > MOST_BYTES) {
      throw new ExpressionError('file-too-large', `A dump of CPUID has at most ${bytesText(MOST_BYTES)}.`);
    }
    return source.areUnread ? undefined : modelOf(path, leavesOf(path, source.read(path)));
  });
}

function leavesOf(path: string, bytes: Uint8Array): CpuidLeaves {
  try {
    return readCpuidDump(latin1(bytes));
  } catch (error) {
    if (!(error instanceof CpuidDumpError)) throw error;
    throw new ExpressionError('bad-cpuid-dump', `"${path}" cannot be used. ${error.message}`);
  }
}

/** Dumps are ASCII but for what people write into them. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return parts.join('');
}

function modelOf(path: string, leaves: CpuidLeaves): CpuModel {
  const [, ebx = 0, ecx = 0, edx = 0] = leaves['0.0'] ?? [];
  const vendor = lettersOf([ebx, edx, ecx]);
  // What the manuals leave open is as on the maker's recorded processor.
  const kin = CPU_MODELS.find((model) => model.vendor === vendor);
  if (!kin) {
    const makers = [...new Set(CPU_MODELS.map((model) => model.vendor))].join(' and ');
    const message = `"${path}" is of a processor by "${vendor}". What the manuals leave open is known of ${makers} only.`;
    throw new ExpressionError('bad-cpuid-dump', message);
  }
  const brand = (['80000002.0', '80000003.0', '80000004.0'] as const).flatMap((leaf) => leaves[leaf] ?? []);
  const title = lettersOf(brand).trim() || path;
  return {
    name: path,
    title,
    documentation: `The CPUID of "${path}".`,
    vendor: kin.vendor,
    leaves,
    choices: kin.choices,
  };
}

/** Registers as the bytes of a text, up to a zero. */
function lettersOf(registers: readonly number[]): string {
  const codes = registers.flatMap((register) => [0, 8, 16, 24].map((bit) => (register >>> bit) & 0xff));
  const end = codes.indexOf(0);
  return String.fromCharCode(...codes.slice(0, end < 0 ? codes.length : end)).replace(/[^\x20-\x7e]/g, '?');
}
