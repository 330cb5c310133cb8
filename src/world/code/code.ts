/**
 * Code is what lies in memory. An instruction is decoded when the flow comes to its address for the first time, and kept
 * with its page until that is written. A trace's own lines are known beforehand: as long as their bytes are unchanged
 * they need no decoding.
 */
import type { LinearAddress } from '../../machine/architecture/linear-address';
import type { Execute } from '../../machine/cpu/instruction';
import type { Memory } from '../../machine/cpu/memory';
import { type Access, offsetOf, PAGE_SIZE, type Page } from '../../machine/cpu/page';
import { MAX_INSTRUCTION_LENGTH } from '../../machine/disassembler/decoder';
import type { Program } from '../program/program';
import type { InstructionStep } from '../program/step';
import { decodeStep, isUnchanged } from './decode-step';
import { JumpCache } from './jump-cache';
import { type LinkedStep, linkedStep } from './linked-step';
import { PageCode } from './page-code';
import { SharedInstructions } from './shared-instructions';

/** Whether a breakpoint or a watch looks at an instruction before the instruction executes. */
export type IsWatched = (step: InstructionStep) => boolean;

/** What is executed in place of an instruction's own work. */
export type Wrapper = (step: InstructionStep) => Execute;

const NOTHING_WATCHED: IsWatched = () => false;
const NOTHING_PASSED: IsWatched = () => false;

export class Code {
  private isWatched = NOTHING_WATCHED;
  private isPassed = NOTHING_PASSED;
  private wrapper: Wrapper | undefined;
  /** Made for the first jump that no link remembers. */
  private jumps: JumpCache | null = null;
  private readonly shared = new SharedInstructions();

  constructor(
    private readonly program: Program,
    private readonly memory: Memory,
  ) {}

  /**
   * From now on the tight loop over plain steps ends before each instruction of which `isWatched` is true, but for those of
   * which `isPassed` is true at that moment: whoever looks would find nothing there.
   */
  watch(isWatched: IsWatched, isPassed: IsWatched = NOTHING_PASSED): void {
    this.isWatched = isWatched;
    this.isPassed = isPassed;
    this.jumps?.forget();
  }

  /** What is decoded from now on, and has no line of the trace, executes what `wrapper` makes of it. */
  wrap(wrapper: Wrapper): void {
    this.wrapper = wrapper;
  }

  /** The instruction at `address`. @throws Fault #PF where one of its bytes may not be executed. */
  fetch(access: Access, address: LinearAddress): InstructionStep {
    const found = this.find(access, address);
    if (found) return found.step;
    this.memory.executable(access, address);
    this.memory.executable(access, nextPage(address));
    throw new RangeError('an instruction in two executable pages can be fetched');
  }

  /** The step at an address, linked to its successors; undefined where the address cannot be fetched from. */
  find(access: Access, address: LinearAddress): LinkedStep | undefined {
    const page = this.memory.executablePage(access, address);
    if (!page) return undefined;
    const code = this.codeOf(page);
    const offset = offsetOf(address);
    const known = code.at(offset);
    if (known && (known.tail === null || known.tail === this.memory.executablePage(access, nextPage(address)))) {
      return known;
    }
    const decoded = this.decode(access, address, page);
    return decoded && code.enter(offset, decoded);
  }

  /** The instruction at `address`, if it is a plain step, or a call or return without expected outcomes. */
  flowingAt(access: Access, address: LinearAddress): LinkedStep | undefined {
    const laid = this.program.stepAt(address);
    if (laid && laid.kind !== 'instruction') return undefined;
    const found = this.find(access, address);
    return found && isFlowing(found) ? found : undefined;
  }

  /**
   * What `flowingAt` finds at `address`, where it follows `from`: one with a line follows one with a line only, and nothing
   * that is watched follows. Links them.
   */
  follow(access: Access, from: LinkedStep, address: LinearAddress): LinkedStep | null {
    const known = this.jumps?.find(access, this.memory.termsOfFetches, address);
    if (known && hasLine(known) === hasLine(from)) return link(from, address, known);
    const found = this.flowingAt(access, address);
    const isWatched = found !== undefined && this.isWatched(found.step);
    // What is passed now need not be passed the next time: no link leads there.
    if (isWatched && hasLine(found) === hasLine(from) && this.isPassed(found.step)) return found;
    const to = found && !isWatched && hasLine(found) === hasLine(from) ? found : null;
    if (isWatched && this.isPassed !== NOTHING_PASSED) return null;
    if (to?.tail) return to;
    if (to && !isOnlyLink(from, address)) this.remember(access, address, to);
    return link(from, address, to);
  }

  private remember(access: Access, address: LinearAddress, to: LinkedStep): void {
    this.jumps ??= new JumpCache();
    this.jumps.enter(access, this.memory.termsOfFetches, address, to);
  }

  private decode(access: Access, address: LinearAddress, page: Page): LinkedStep | undefined {
    const offset = offsetOf(address);
    const here = page.bytes.subarray(offset, offset + MAX_INSTRUCTION_LENGTH);
    const step = this.stepOf(here, address);
    if (step) return linkedStep(step, null);
    const tail = this.memory.executablePage(access, nextPage(address));
    const whole = tail && this.stepOf(joined(here, tail.bytes), address);
    if (!whole) return undefined;
    this.codeOf(tail).endsCodeOf(this.codeOf(page));
    return linkedStep(whole, tail);
  }

  private stepOf(bytes: Uint8Array, address: LinearAddress): InstructionStep | undefined {
    const laid = this.program.stepAt(address);
    if (isUnchanged(laid, bytes)) return laid;
    const step = decodeStep(bytes, address, this.program.processor, laid, this.shared);
    return step && this.wrapper && !laid ? { ...step, execute: this.wrapper(step) } : step;
  }

  private codeOf(page: Page): PageCode {
    let code = page.code as PageCode | null; // nobody else attaches code
    if (!code) {
      code = new PageCode();
      this.memory.attachCode(page, code);
    }
    code.linkUnder(this.isWatched);
    return code;
  }
}

/** Whether a link is enough to remember what is at `address` behind `from`: in its page, and no second target. */
function isOnlyLink(from: LinkedStep, address: LinearAddress): boolean {
  return isSamePage(from.step.address, address) && (address === from.end || Number.isNaN(from.target));
}

/** Remembers that `to` is at `address` and follows `from`, if both lie in one page. */
function link(from: LinkedStep, address: LinearAddress, to: LinkedStep | null): LinkedStep | null {
  if (!isSamePage(from.step.address, address)) return to;
  if (address === from.end) from.next = to;
  else {
    from.target = address;
    from.taken = to;
  }
  return to;
}

function isFlowing({ step, stackChange }: LinkedStep): boolean {
  return step.plain || (stackChange !== null && step.expected === null);
}

function hasLine({ step }: LinkedStep): boolean {
  return step.index >= 0;
}

function nextPage(address: LinearAddress): LinearAddress {
  return (Math.floor(address / PAGE_SIZE) + 1) * PAGE_SIZE;
}

function isSamePage(a: LinearAddress, b: LinearAddress): boolean {
  return Math.floor(a / PAGE_SIZE) === Math.floor(b / PAGE_SIZE);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(MAX_INSTRUCTION_LENGTH);
  bytes.set(head);
  bytes.set(tail.subarray(0, MAX_INSTRUCTION_LENGTH - head.length), head.length);
  return bytes;
}
