/** A processor with memory and nothing else: no kernel, no trace, no history. */
import { Fault, Interruption, isReportedBehind } from '../machine/architecture/exception';
import { parseMachineFlag } from '../machine/architecture/feature';
import { formatAddress } from '../machine/architecture/linear-address';
import type { Cpu } from '../machine/cpu/cpu';
import type { PageRights } from '../machine/cpu/page';
import { formatInstruction } from '../machine/disassembler/format-instruction';
import { applyEdit } from '../world/debugger/edit';
import { startWorld } from '../world/run/start';
import { evaluateText } from '../world/scope/evaluate-text';
import type { Evaluation } from '../world/scope/evaluation';
import type { World, WorldSnapshot } from '../world/state/world';
import { type Assembled, assemble } from './code';
import { programOf } from './program-of';
import { loadTrace } from './trace';

/** An exception that the processor has raised. */
export interface RaisedException {
  /** `#NM`, with the number sign. */
  readonly name: string;
  /** The reason in plain words, with the numbers. */
  readonly why: string;
  /** Of exceptions that push one. */
  readonly errorCode?: number;
  /** Of a page fault: what CR2 then has. */
  readonly address?: number;
}

/** What one instruction did. */
export interface MachineStep {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Intel syntax; empty where nothing could be fetched. */
  readonly text: string;
  /** Undefined when the instruction was executed. RIP is then at the next one, else still at this one. */
  readonly exception?: RaisedException;
}

/** All of a machine's state at one time; given back to `restore`. */
export interface MachineSnapshot {
  readonly rip: number;
}

/** Whoever holds the machine is its system: all that is mapped may be read, written and executed. */
const ALL_RIGHTS: PageRights = { accessible: true, writable: true, executable: true, key: 0 };

/**
 * 64-bit mode at CPL 0, with a stack of 64 KiB, CR4.OSXSAVE set and XCR0 as after reset: `set('xcr0', ...)` enables
 * components, as XSETBV does.
 */
export class Machine {
  private readonly world: World;
  private readonly cpu: Cpu;
  private readonly snapshots = new WeakMap<MachineSnapshot, WorldSnapshot>();

  /**
   * @param machine model and flags, as a line `machine ...` of a trace has them: `sapphire-rapids -amx-bf16`.
   * @throws TraceError for a model or a flag that there is not.
   */
  constructor(machine = 'sapphire-rapids') {
    this.world = startWorld(programOf(loadTrace('xtrace 1\n', { machine, kernel: 'none' })));
    this.cpu = this.world.cpu;
  }

  /** Where the next instruction is fetched. Kernel addresses, those of the upper half, are negative. */
  get rip(): number {
    return this.cpu.rip;
  }

  set rip(address: number) {
    this.cpu.rip = address;
  }

  /** Whether CPUID has a feature, by its flag: `amx-int8`. @throws RangeError for a flag that there is not. */
  has(flag: string): boolean {
    const feature = parseMachineFlag(flag);
    if (!feature) throw new RangeError(`\`${flag}\` is no CPUID feature: see FEATURES.`);
    return this.cpu.processor.has(feature);
  }

  /** EAX, EBX, ECX and EDX as CPUID answers now. */
  cpuid(leaf: number, subleaf = 0): readonly [number, number, number, number] {
    return this.cpu.processor.cpuid(leaf, subleaf, this.cpu);
  }

  /**
   * Puts code into memory, maps its pages, and sets RIP to its first byte.
   *
   * @param code text for `assemble`, or bytes.
   * @throws TraceError with the place of each error in the text.
   */
  load(code: string | Uint8Array, at = 0x40_1000): Assembled {
    const assembled =
      typeof code === 'string' ? assemble(code, { at }) : { address: at, bytes: code, labels: new Map() };
    this.write(at, assembled.bytes);
    this.rip = at;
    return assembled;
  }

  /** Makes pages of zeros that cover these bytes, where there are none; all of them may be read, written and executed. */
  map(address: number, length: number): void {
    const { memory } = this.world;
    memory.map(this.cpu.addressSpace, address, length, ALL_RIGHTS);
    memory.protect(this.cpu.addressSpace, address, length, ALL_RIGHTS);
  }

  /** Bytes of memory. @throws RangeError when a page of them is not mapped. */
  read(address: number, length: number): Uint8Array {
    const bytes = this.world.memory.peek(this.cpu.addressSpace, address, length);
    if (bytes?.length === length) return bytes;
    throw new RangeError(`${length} bytes at ${formatAddress(address)} are not all mapped: \`map\` does that.`);
  }

  /** Writes memory and maps its pages. Code that is written over executes as it is then. */
  write(address: number, bytes: Uint8Array): void {
    this.map(address, bytes.length);
    this.world.memory.poke(this.cpu.addressSpace, address, bytes);
  }

  /**
   * The value of an expression: `rax`, `tmm0.i32[0][1]`, `zmm3.f32[2]`, `xfd`.
   *
   * @throws ExpressionError when it has none.
   */
  evaluate(expression: string): Evaluation {
    return evaluateText(this.world, expression);
  }

  /**
   * Sets a register, a lane, an element of a tile or memory, by the rules of the instruction that writes it.
   *
   * @param value a number, or an expression.
   * @throws ExpressionError, having changed nothing, where the processor refuses the value.
   */
  set(target: string, value: bigint | number | string): void {
    applyEdit(this.world, { kind: 'assign', target, value: `${value}`, place: { cpu: 0, task: null } });
  }

  /** Executes one instruction. An exception leaves RIP and all that the manual says unchanged; nothing handles it. */
  step(): MachineStep {
    const { cpu, world } = this;
    const address = cpu.rip;
    let text = '';
    let bytes: Uint8Array = new Uint8Array();
    try {
      const { instruction, execute } = world.code.fetch(cpu.access, address);
      ({ bytes } = instruction);
      text = formatInstruction(instruction);
      this.complete(() => {
        cpu.rip = address + bytes.length;
        execute(cpu);
      });
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      const { mnemonic: name, detail } = fault;
      const { why, errorCode, address: at } = detail;
      if (!isReportedBehind(fault)) cpu.rip = address;
      if (name === '#PF' && at !== undefined) cpu.cr2 = BigInt.asUintN(64, BigInt(at));
      const exception = {
        name,
        why,
        ...(errorCode !== undefined && { errorCode }),
        ...(at !== undefined && { address: at }),
      };
      return { address, bytes, text, exception };
    }
    return { address, bytes, text };
  }

  /** Steps until RIP is at `address`; the first exception, or `most` instructions, end it earlier. Tells the last step. */
  runTo(address: number, most = Number.POSITIVE_INFINITY): MachineStep | undefined {
    let last: MachineStep | undefined;
    for (let done = 0; done < most && this.rip !== address && !last?.exception; done++) last = this.step();
    return last;
  }

  /** Cheap: pages of memory are shared with the snapshot until one of the two is written. */
  snapshot(): MachineSnapshot {
    const snapshot = { rip: this.rip };
    this.snapshots.set(snapshot, this.world.snapshot());
    return snapshot;
  }

  /** @param snapshot of this machine; it can be restored any number of times. */
  restore(snapshot: MachineSnapshot): void {
    const state = this.snapshots.get(snapshot);
    if (!state) throw new RangeError('This is no snapshot of this machine.');
    this.world.restore(state);
  }

  /** A string instruction allows interrupts between its rounds; here nothing interrupts it. */
  private complete(execute: () => void): void {
    for (;;) {
      try {
        return execute();
      } catch (interruption) {
        if (!(interruption instanceof Interruption)) throw interruption;
      }
    }
  }
}
