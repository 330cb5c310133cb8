/**
 * Processors that are not at hand, by what was recorded of them: their cases, and answers from the recording where the
 * processor at hand would execute them. So comparisons for either maker run on any machine.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MODELS } from '../../../src/machine/processor/models';
import type { CpuModel } from '../../../src/machine/processor/processor';
import { processorOf } from '../../host/host';
import type { Mask } from '../../host/mask';
import { fromHexWithZeros } from '../hex';
import { assembleLine } from '../instructions/instruction-line';
import type { Case } from './case-generator';
import { DATA, modelledProcessor, type NativeProcessor, type XsaveResult } from './xsave-native';

const FIXTURES = join(__dirname, '../../fixtures');
const CODE = 0x1000_0000;
const XCR0 = 0xe7n;
const FLAGS = 0x202;

/** A case with what the processor answered. */
interface Answered {
  readonly asked: Case;
  readonly answer: XsaveResult;
}

export interface RecordedProcessor {
  readonly native: NativeProcessor;
  readonly cases: readonly Case[];
}

/** 150 cases of XSAVE64, XSAVEC64 and XSAVEOPT64; the registers afterwards were not recorded. */
export function recordedZen4(mask: Mask): RecordedProcessor {
  const lines = readFileSync(join(FIXTURES, 'xsave-zen4/images.jsonl'), 'utf8').trim().split('\n');
  return recorded(
    MODELS.zen4,
    mask,
    lines.map((line) => zen4Case(JSON.parse(line))),
  );
}

/** 500 cases of all that saves and restores, after up to two instructions. */
export function recordedEmeraldRapids(mask: Mask): RecordedProcessor {
  return recorded(MODELS['emerald-rapids'], mask, linesOf('xsave-emr').map(recordedCase));
}

/** 63 cases of all that saves and restores, refusals among them. */
export function recordedZen5(mask: Mask): RecordedProcessor {
  return recorded(MODELS.zen5, mask, linesOf('xsave-zen5').map(recordedCase));
}

function linesOf(folder: string): readonly RecordedLine[] {
  const text = gunzipSync(readFileSync(join(FIXTURES, folder, 'cases.jsonl.gz'))).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function recorded(model: CpuModel, mask: Mask, all: readonly Answered[]): RecordedProcessor {
  const host = processorOf({ leaves: model.leaves, xcr0: XCR0, pkru: undefined, linearBits: 48, tiles: 0n }, mask);
  const answers = new Map(all.map(({ asked, answer }) => [asked, answer]));
  const run = (cases: readonly Case[]) => cases.map((each) => answers.get(each)!); // only its own cases are asked
  return {
    native: { ...modelledProcessor(host), run: run as NativeProcessor['run'] },
    cases: all.map(({ asked }) => asked),
  };
}

interface Zen4Line {
  readonly insn: string;
  readonly rfbm: string;
  readonly xinuse: string;
  readonly image: string;
  readonly before: string;
  readonly after: string;
}

function zen4Case({ insn, rfbm, xinuse, image, before, after }: Zen4Line): Answered {
  const asked = caseOf([`${insn} [rbx]`], rfbm, image, before);
  const inUse = BigInt(xinuse);
  return { asked, answer: { ...answerOf(asked), before: inUse, after: inUse, area: fromHexWithZeros(after) } };
}

interface RecordedLine {
  readonly prelude: readonly string[];
  readonly insn: string;
  readonly rfbm: string;
  readonly rcx?: string;
  /** The first when the image was loaded, the last behind the instruction. */
  readonly xinuse: readonly string[];
  readonly trap: number;
  readonly error: number;
  readonly image: string;
  readonly before: string;
  readonly area: string;
  readonly state: string;
}

function recordedCase(line: RecordedLine): Answered {
  const asked = {
    ...caseOf([...line.prelude, line.insn], line.rfbm, line.image, line.before),
    rcx: BigInt(line.rcx ?? 0),
  };
  const [loaded = '0', after = '0'] = [line.xinuse[0], line.xinuse.at(-1)];
  const answer = {
    ...answerOf(asked),
    before: BigInt(loaded),
    after: BigInt(after),
    trap: line.trap,
    errorCode: line.error,
    image: fromHexWithZeros(line.state),
    area: fromHexWithZeros(line.area),
  };
  return { asked, answer };
}

function caseOf(lines: readonly string[], rfbm: string, image: string, before: string): Case {
  let address = CODE;
  const instructions = lines.map((line) => {
    const instruction = assembleLine(line, address);
    address += instruction.bytes.length;
    return instruction;
  });
  return {
    rax: BigInt(rfbm) & 0xffff_ffffn,
    rdx: BigInt(rfbm) >> 32n,
    rcx: 0n,
    rbx: BigInt(DATA),
    rflags: FLAGS,
    image: fromHexWithZeros(image),
    area: fromHexWithZeros(before),
    place: DATA,
    code: Uint8Array.from(instructions.flatMap(({ bytes }) => [...bytes])),
    instructions,
  };
}

/** What an instruction that saves or restores leaves as it was. */
function answerOf({ rax, rbx, rcx, rdx, rflags, area }: Case): XsaveResult {
  return {
    ...{ rax, rbx, rcx, rdx, rflags, area },
    ...{ image: undefined, before: 0n, after: 0n, trap: 0, errorCode: 0, faultAddress: 0n },
  };
}
