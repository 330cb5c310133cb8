/** The model of `machine from "FILE"`: a processor by a dump of its CPUID, with what its maker's processors choose. */
import { CpuidDumpError, readCpuidDump } from '../../machine/processor/cpuid-dump';
import type { CpuidLeaves } from '../../machine/processor/cpuid-leaves';
import { brandText, familyAndModel, MAKERS, makerOf, vendorText } from '../../machine/processor/maker';
import { kinOf } from '../../machine/processor/models';
import type { CpuModel } from '../../machine/processor/processor';
import { atRange, ExpressionError } from '../errors/expression-error';
import { bytesText } from '../errors/limits';
import type { Name } from '../tree/name';
import { filesOf, type TraceFiles } from './data-bytes';

/** A dump has some tens of kilobytes. */
export const MOST_DUMP_BYTES = 4 << 20;

/** @throws ExpressionError for a file that may not or cannot be read, or is no dump of a known maker's processor. */
export function modelFromFile({ text: path, range }: Name, files: TraceFiles | undefined): CpuModel {
  return atRange(range, () => {
    const source = filesOf({ path, range }, files);
    if (source.sizeOf(path) > MOST_DUMP_BYTES) {
      throw new ExpressionError('file-too-large', `A dump of CPUID has at most ${bytesText(MOST_DUMP_BYTES)}.`);
    }
    return modelOfDump(path, source.read(path));
  });
}

/** @throws ExpressionError for what is no dump of a known maker's processor. */
export function modelOfDump(path: string, bytes: Uint8Array): CpuModel {
  return modelOf(path, leavesOf(path, bytes));
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
  const maker = makerOf(leaves);
  const kin = kinOf(maker, familyAndModel(leaves['1.0'])[0]);
  if (!kin) {
    const message = `"${path}" is of a processor by "${vendorText(leaves)}". What the manuals leave open is known of ${MAKERS.join(' and ')} only.`;
    throw new ExpressionError('bad-cpuid-dump', message);
  }
  return {
    name: path,
    title: brandText(leaves) || path,
    documentation: `The CPUID of "${path}".`,
    vendor: kin.vendor,
    leaves,
    choices: kin.choices,
  };
}
