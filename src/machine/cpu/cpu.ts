/**
 * One logical processor: all of its architectural state in a single buffer, so that a snapshot is a copy.
 * Registers are views into that buffer; what instructions mean is defined elsewhere, on top of this class.
 */
import { type LinearAddress, toLinear } from '../architecture/address';
import { CR0, CR4, FCW_DEFAULT, MXCSR_DEFAULT, RFLAGS_DEFAULT } from '../architecture/bits';
import { Fault } from '../architecture/exception';
import { DOUBLE, OFFSET, SCALAR, SUPERVISOR_REGION, WORD } from '../architecture/register-file';
import type { Processor } from '../processor/processor';
import type { Access, Memory } from './memory';

type ScalarIndex = (typeof SCALAR)[keyof typeof SCALAR];

/** In XRSTOR_INFO before the first XRSTOR: no area lies there, so no save can match it. */
const NO_XRSTOR = -1;

export class Cpu {
  private readonly state = new ArrayBuffer(OFFSET.size);
  /** RAX...R15 in encoding order; R16...R31 (APX) follow. */
  readonly gpr = new BigUint64Array(this.state, OFFSET.gpr, 32);
  /** The same as pairs of little-endian 32-bit words: register n is words 2n (low) and 2n+1. */
  readonly gpr32 = new Uint32Array(this.state, OFFSET.gpr, 64);
  readonly gpr8 = new Uint8Array(this.state, OFFSET.gpr, 256);
  private readonly scalars = new BigUint64Array(this.state, OFFSET.scalars, 16);
  private readonly scalars32 = new Uint32Array(this.state, OFFSET.scalars, 32);
  private readonly words = new Uint32Array(this.state, OFFSET.words, 16);
  private readonly doubles = new Float64Array(this.state, OFFSET.doubles, 8);
  /** ZMM0-ZMM31, 64 bytes each; XMM and YMM are their low parts. */
  readonly zmm = new Uint8Array(this.state, OFFSET.zmm, 32 * 64);
  readonly opmask = new BigUint64Array(this.state, OFFSET.opmask, 8);
  /** Physical registers R0-R7, 16 bytes each of which 10 hold the value. */
  readonly x87 = new Uint8Array(this.state, OFFSET.x87, 128);
  /** The MPX images: BND0-BND3 at 0, BNDCFGU and BNDSTATUS at 64. */
  readonly bounds = new Uint8Array(this.state, OFFSET.bounds, 128);
  /** Images of the supervisor components one after the other; see `supervisorImage`. */
  private readonly supervisor = new Uint8Array(this.state, OFFSET.supervisor, 2048);
  /** The 64-byte TILECFG image (SDM vol. 1, 18.3); all zeros when tiles are not configured. */
  readonly tilecfg = new Uint8Array(this.state, OFFSET.tilecfg, 64);
  /** TMM0-TMM7: byte b of row r of tile t at 1024t + 64r + b. */
  readonly tiles = new Uint8Array(this.state, OFFSET.tiles, 8192);
  readonly tiles32 = new Int32Array(this.state, OFFSET.tiles, 2048);
  /** The same for each of TMM0-TMM7. */
  readonly tmm = Array.from({ length: 8 }, (_, tile) => this.tiles.subarray(1024 * tile, 1024 * (tile + 1)));

  /** All registers as 32-bit words; `COMPONENT_REGISTERS` says where in them a component lies. */
  readonly registers = new Int32Array(this.state, 0, OFFSET.registersEnd / 4);
  /** The registers as they were after the last XRSTOR: how XMODIFIED is tracked. */
  readonly restored = new Int32Array(this.state, OFFSET.restored, OFFSET.registersEnd / 4);

  /** The access last handed out; made anew only when mode or address space have changed. */
  private lastAccess: Access = { space: 0, user: false };

  constructor(
    readonly index: number,
    readonly processor: Processor,
    readonly memory: Memory,
  ) {
    this.reset();
  }

  /** The state after power-up as far as it is modelled, but in 64-bit mode at CPL 0. */
  reset(): void {
    new Uint8Array(this.state).fill(0);
    this.cr0 = CR0.PE | CR0.MP | CR0.NE | CR0.WP | CR0.PG;
    this.cr4 = CR4.PAE | CR4.OSFXSR | CR4.OSXMMEXCPT;
    this.efer = 0xd01n; // SCE, LME, LMA, NXE
    this.xcr0 = 1n;
    this.mxcsr = MXCSR_DEFAULT;
    this.fcw = FCW_DEFAULT;
    this.rflags = RFLAGS_DEFAULT;
    this.xmodified = ~0n;
    this.xrstorAddress = NO_XRSTOR;
  }

  /** Bits 31:0 of a scalar register, unsigned: as good as all 64 where only these have a meaning, and no bigint. */
  low(scalar: ScalarIndex): number {
    return this.scalars32[2 * scalar]!; // the array has all of them
  }
  /** Replaces bits 31:0 of a scalar register. */
  setLow(scalar: ScalarIndex, value: number): void {
    this.scalars32[2 * scalar] = value;
  }

  get cr0(): bigint {
    return this.scalars[SCALAR.cr0]!;
  }
  set cr0(value: bigint) {
    this.scalars[SCALAR.cr0] = value;
  }
  get cr2(): bigint {
    return this.scalars[SCALAR.cr2]!;
  }
  set cr2(value: bigint) {
    this.scalars[SCALAR.cr2] = value;
  }
  get cr4(): bigint {
    return this.scalars[SCALAR.cr4]!;
  }
  set cr4(value: bigint) {
    this.scalars[SCALAR.cr4] = value;
  }
  get efer(): bigint {
    return this.scalars[SCALAR.efer]!;
  }
  set efer(value: bigint) {
    this.scalars[SCALAR.efer] = value;
  }
  /** IA32_FS_BASE: what is added to addresses with the segment FS. Canonical. */
  get fsBase(): bigint {
    return this.scalars[SCALAR.fsBase]!;
  }
  set fsBase(value: bigint) {
    this.scalars[SCALAR.fsBase] = value;
  }
  get gsBase(): bigint {
    return this.scalars[SCALAR.gsBase]!;
  }
  set gsBase(value: bigint) {
    this.scalars[SCALAR.gsBase] = value;
  }
  /** IA32_KERNEL_GS_BASE, which SWAPGS exchanges with that of GS. */
  get kernelGsBase(): bigint {
    return this.scalars[SCALAR.kernelGsBase]!;
  }
  set kernelGsBase(value: bigint) {
    this.scalars[SCALAR.kernelGsBase] = value;
  }
  get xcr0(): bigint {
    return this.scalars[SCALAR.xcr0]!;
  }
  set xcr0(value: bigint) {
    this.scalars[SCALAR.xcr0] = value;
  }
  get xss(): bigint {
    return this.scalars[SCALAR.xss]!;
  }
  set xss(value: bigint) {
    this.scalars[SCALAR.xss] = value;
  }
  get xfd(): bigint {
    return this.scalars[SCALAR.xfd]!;
  }
  set xfd(value: bigint) {
    this.scalars[SCALAR.xfd] = value;
  }
  get xfdErr(): bigint {
    return this.scalars[SCALAR.xfdErr]!;
  }
  set xfdErr(value: bigint) {
    this.scalars[SCALAR.xfdErr] = value;
  }
  /**
   * Components that count as in use even while their contents are initial, because XRSTOR loaded them from memory
   * (SDM vol. 1, 13.8). XINUSE itself is `inUse(cpu)`, which adds the components whose contents are not initial.
   */
  get xinuse(): bigint {
    return this.scalars[SCALAR.xinuse]!;
  }
  set xinuse(value: bigint) {
    this.scalars[SCALAR.xinuse] = value;
  }
  /** Components that count as modified since the last XRSTOR; `modified(cpu)` adds those whose contents changed. */
  get xmodified(): bigint {
    return this.scalars[SCALAR.xmodified]!;
  }
  set xmodified(value: bigint) {
    this.scalars[SCALAR.xmodified] = value;
  }
  /** XRSTOR_INFO (SDM vol. 1, 13.9): what the last XRSTOR or XRSTORS loaded from, for the modified optimisation. */
  get xrstorAddress(): LinearAddress {
    return this.doubles[DOUBLE.xrstorAddress]!;
  }
  set xrstorAddress(value: LinearAddress) {
    this.doubles[DOUBLE.xrstorAddress] = value;
  }
  /** XCOMP_BV there, cut to 32 bits: its components, and bit 31 in place of bit 63. */
  get xrstorFormat(): number {
    return this.words[WORD.xrstorFormat]! | 0;
  }
  set xrstorFormat(value: number) {
    this.words[WORD.xrstorFormat] = value;
  }
  get xrstorCpl(): number {
    return this.words[WORD.xrstorCpl]!;
  }
  set xrstorCpl(value: number) {
    this.words[WORD.xrstorCpl] = value;
  }
  get tsc(): bigint {
    return this.scalars[SCALAR.tsc]!;
  }
  set tsc(value: bigint) {
    this.scalars[SCALAR.tsc] = value;
  }
  get fip(): bigint {
    return this.scalars[SCALAR.fip]!;
  }
  set fip(value: bigint) {
    this.scalars[SCALAR.fip] = value;
  }
  get fdp(): bigint {
    return this.scalars[SCALAR.fdp]!;
  }
  set fdp(value: bigint) {
    this.scalars[SCALAR.fdp] = value;
  }

  get rflags(): number {
    return this.words[WORD.rflags]!;
  }
  set rflags(value: number) {
    this.words[WORD.rflags] = value;
  }
  get cpl(): number {
    return this.words[WORD.cpl]!;
  }
  set cpl(value: number) {
    this.words[WORD.cpl] = value;
  }
  get mxcsr(): number {
    return this.words[WORD.mxcsr]!;
  }
  set mxcsr(value: number) {
    this.words[WORD.mxcsr] = value;
  }
  get pkru(): number {
    return this.words[WORD.pkru]!;
  }
  set pkru(value: number) {
    this.words[WORD.pkru] = value;
  }
  get fcw(): number {
    return this.words[WORD.fcw]!;
  }
  set fcw(value: number) {
    this.words[WORD.fcw] = value;
  }
  get fsw(): number {
    return this.words[WORD.fsw]!;
  }
  set fsw(value: number) {
    this.words[WORD.fsw] = value;
  }
  /** Abridged: bit j set when physical register j is not empty. */
  get ftw(): number {
    return this.words[WORD.ftw]!;
  }
  set ftw(value: number) {
    this.words[WORD.ftw] = value;
  }
  get fop(): number {
    return this.words[WORD.fop]!;
  }
  set fop(value: number) {
    this.words[WORD.fop] = value;
  }
  get fcs(): number {
    return this.words[WORD.fcs]!;
  }
  set fcs(value: number) {
    this.words[WORD.fcs] = value;
  }
  get fds(): number {
    return this.words[WORD.fds]!;
  }
  set fds(value: number) {
    this.words[WORD.fds] = value;
  }
  /** What CR3 selects. */
  get addressSpace(): number {
    return this.words[WORD.addressSpace]!;
  }
  set addressSpace(value: number) {
    this.words[WORD.addressSpace] = value;
  }

  get rip(): LinearAddress {
    return this.doubles[DOUBLE.rip]!;
  }
  set rip(value: LinearAddress) {
    this.doubles[DOUBLE.rip] = value;
  }

  /** The access that an instruction makes now: the current address space, at the current privilege. */
  get access(): Access {
    const space = this.words[WORD.addressSpace]!; // the array has all the words
    const user = this.words[WORD.cpl] === 3;
    if (this.lastAccess.space !== space || this.lastAccess.user !== user) this.lastAccess = { space, user };
    return this.lastAccess;
  }

  /** The live bytes of the registers of supervisor component `index`, as XSAVES lays them out. */
  supervisorImage(index: number): Uint8Array {
    const region = SUPERVISOR_REGION[index];
    if (!region) throw new RangeError(`component ${index} has no supervisor registers`);
    return this.supervisor.subarray(region[0], region[0] + region[1]);
  }

  snapshot(): ArrayBuffer {
    return this.state.slice(0);
  }

  restore(snapshot: ArrayBuffer): void {
    new Uint8Array(this.state).set(new Uint8Array(snapshot));
  }

  /** The canonical address in a 64-bit value; #GP(0), or #SS(0) for a stack access, when it is not canonical. */
  linear(value: bigint, stack = false): LinearAddress {
    const address = toLinear(value);
    if (address === undefined) {
      throw new Fault(stack ? '#SS' : '#GP', {
        errorCode: 0,
        why: `the address 0x${value.toString(16)} is not canonical`,
      });
    }
    return address;
  }
}
