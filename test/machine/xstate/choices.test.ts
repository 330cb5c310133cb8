/**
 * What the makers' processors do where the manuals leave it open: as recorded on an Emerald Rapids, beyond what the
 * recorded cases contain, and on a Zen 3.
 */
import assert from 'node:assert/strict';
import { CR0, CR4, FLAG } from '../../../src/machine/architecture/bits';
import { xfeatureMask } from '../../../src/machine/architecture/component';
import { GPR } from '../../../src/machine/architecture/gpr';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { compileInstruction } from '../../../src/machine/instructions/execute';
import { fxrstor } from '../../../src/machine/xstate/fxsave';
import { xgetbv } from '../../../src/machine/xstate/xcr';
import { inUse } from '../../../src/machine/xstate/xinuse';
import { xrstor } from '../../../src/machine/xstate/xrstor';
import { xsave, xsavec, xsaveopt } from '../../../src/machine/xstate/xsave';
import { AREA, AREA_LENGTH, benchCpu, faultOf, peek, poke } from '../bench-cpu';
import { assembleLine } from '../instructions/instruction-line';

const INTEL = 'sapphire-rapids';
const AMD = 'zen4';
const ALL = ~0n;
const COMPACTED = 1n << 63n;
const END = AREA + AREA_LENGTH;

/** In user mode, with AVX-512 and nothing above it enabled, RBX at `AREA`. */
function userCpu(model: string): Cpu {
  const cpu = benchCpu(model);
  cpu.xcr0 = 0xe7n;
  cpu.cpl = 3;
  cpu.gpr[GPR.RBX] = BigInt(AREA);
  return cpu;
}

function execute(cpu: Cpu, ...lines: readonly string[]): Cpu {
  for (const line of lines) compileInstruction(assembleLine(line), cpu.processor)(cpu);
  return cpu;
}

/** A header, and MXCSR, over zeros or `fill`. */
function writeArea(cpu: Cpu, xstateBv: bigint, xcompBv = 0n, { at = AREA, mxcsr = 0x1f80, fill = 0 } = {}): void {
  const bytes = new Uint8Array(2688).fill(fill);
  const view = new DataView(bytes.buffer);
  bytes.fill(0, 512, 576);
  view.setUint32(24, mxcsr, true);
  view.setBigUint64(512, xstateBv, true);
  view.setBigUint64(520, xcompBv, true);
  poke(cpu, bytes, at);
}

/** XGETBV(1) after everything was made initial and `lines` executed. */
function inUseAfter(model: string, ...lines: readonly string[]): bigint {
  const cpu = userCpu(model);
  writeArea(cpu, 0n);
  xrstor(cpu, AREA, ALL);
  return xgetbv(execute(cpu, ...lines), 1);
}

describe('XINUSE on an Intel processor', () => {
  const SETS: Readonly<Record<string, readonly string[]>> = {
    'bit 1': [
      'pxor xmm1, xmm1',
      'movaps xmm2, xmm2',
      'vpxor xmm1, xmm1, xmm1',
      'vpxord xmm1, xmm1, xmm1',
      'movd xmm1, eax',
      'movss xmm1, dword ptr [rbx]',
      'cvtsi2sd xmm1, eax',
      'ldmxcsr [rbx+24]',
      'vldmxcsr [rbx+24]',
    ],
    'bits 1 and 2': [
      'vpxor ymm1, ymm1, ymm1',
      'vmovaps ymm2, ymm2',
      'vpxord ymm1, ymm1, ymm1',
      'vmaskmovps ymm1, ymm2, [rbx]',
      'vextracti128 xmm1, ymm2, 1',
      'vcvtpd2ps xmm1, ymm2',
      'vpgatherqd xmm1, [rbx+ymm2*1], xmm3',
    ],
    'bits 1, 2 and 6': [
      'vpxord zmm1, zmm1, zmm1',
      'vmovdqa64 zmm2, zmm2',
      'vpmovdb xmm1, zmm2',
      'vextracti64x4 ymm1, zmm2, 1',
    ],
    'bit 7 alone': ['vpxord xmm16, xmm16, xmm16', 'vpxord ymm31, ymm1, ymm1', 'vpxord zmm17, zmm17, zmm17'],
    'bit 5': ['kxorq k3, k3, k3', 'kmovq k1, rax', 'vpcmpeqd k1, zmm1, zmm2'],
    'bit 0': [
      'fninit',
      'fnop',
      'fwait',
      'fnclex',
      'fldcw [rbx]',
      'fnsave [rbx]',
      'fnstenv [rbx]',
      'emms',
      'fld1',
      'fincstp',
    ],
    'no bit': [
      'stmxcsr [rbx+24]',
      'ucomiss xmm1, xmm2',
      'vptest ymm1, ymm2',
      'ptest xmm1, xmm2',
      'kortestq k1, k1',
      'kmovq rax, k1',
      'kmovq [rbx], k1',
      'vmovdqu64 [rbx], zmm1',
      'movd eax, xmm1',
      'pextrw eax, xmm1, 1',
      'fnstcw [rbx]',
      'fnstsw [rbx]',
      'fnstsw ax',
      'vmaskmovps [rbx], ymm1, ymm2',
    ],
  };
  const BITS: Readonly<Record<string, bigint>> = {
    'bit 1': 2n,
    'bits 1 and 2': 6n,
    'bits 1, 2 and 6': 0x46n,
    'bit 7 alone': 0x80n,
    'bit 5': 0x20n,
    'bit 0': 1n,
    'no bit': 0n,
  };

  for (const [which, lines] of Object.entries(SETS)) {
    for (const line of lines) {
      it(`gets ${which} by ${line.toUpperCase()}, whatever it writes`, () => {
        assert.equal(inUseAfter(INTEL, line), BITS[which]);
      });
    }
  }

  it('gets the bits of a register under a mask of zeros too', () => {
    assert.equal(inUseAfter(INTEL, 'vpaddd zmm1{k1}, zmm1, zmm1'), 0x46n);
  });

  it('gets the bit of the mask that a gather or scatter clears', () => {
    assert.equal(inUseAfter(INTEL, 'vpgatherdd zmm1{k1}, [rbx+zmm2*4]'), 0x66n);
    assert.equal(inUseAfter(INTEL, 'vpscatterdd [rbx+zmm2*4]{k1}, zmm1'), 0x20n);
  });

  it('loses bits 2 and 6 by VZEROUPPER, bit 1 too by VZEROALL, and none by a narrow write', () => {
    const wide = ['vpxord zmm1, zmm1, zmm1', 'vpxord zmm17, zmm17, zmm17'];
    assert.equal(inUseAfter(INTEL, ...wide, 'vpxor xmm1, xmm1, xmm1'), 0xc6n);
    assert.equal(inUseAfter(INTEL, ...wide, 'vzeroupper'), 0x82n);
    assert.equal(inUseAfter(INTEL, ...wide, 'vzeroall'), 0x80n);
  });

  it('is what XRSTOR was asked for and found in XSTATE_BV, and keeps the rest', () => {
    const cpu = userCpu(INTEL);
    writeArea(cpu, 0xe7n);
    xrstor(cpu, AREA, ALL);
    assert.equal(xgetbv(cpu, 1), 0xe7n);
    writeArea(cpu, 4n);
    xrstor(cpu, AREA, 6n);
    assert.equal(xgetbv(cpu, 1), 0xe5n);
  });

  it('gets bits 0 and 1 by FXRSTOR of zeros', () => {
    assert.equal(inUseAfter(INTEL, 'fxrstor [rbx]'), 3n);
  });
});

describe('XINUSE on an AMD processor', () => {
  it('is about contents: writing zeros sets nothing', () => {
    for (const line of [
      'pxor xmm1, xmm1',
      'vpxord zmm1, zmm1, zmm1',
      'kxorq k3, k3, k3',
      'fninit',
      'ldmxcsr [rbx+24]',
    ]) {
      assert.equal(inUseAfter(AMD, line), 0n, line);
    }
    assert.equal(inUseAfter(AMD, 'fld1'), 1n);
  });
});

describe('XSAVEOPT to the area of the last XRSTOR', () => {
  /** Which components it writes over an area of AAh bytes, after everything was loaded from there and `lines` executed. */
  function written(model: string, ...lines: readonly string[]): string[] {
    const cpu = userCpu(model);
    writeArea(cpu, 0xe7n, 0n, { fill: 0x11 });
    xrstor(cpu, AREA, ALL);
    execute(cpu, ...lines);
    const { offsets } = sections(cpu);
    for (const at of Object.values(offsets)) poke(cpu, Uint8Array.of(0xaa), AREA + at);
    xsaveopt(cpu, AREA, ALL);
    const bytes = peek(cpu, 2688);
    return Object.entries(offsets).flatMap(([name, at]) => (bytes[at] === 0xaa ? [] : [name]));
  }

  function sections({ processor }: Cpu) {
    const layout = processor.standardLayout(0xe7n);
    const at = (component: number) => layout.offsetOf(component) ?? 0;
    return { offsets: { x87: 32, xmm: 160, ymm: at(2), opmask: at(5), zmm: at(6), high: at(7) } };
  }

  it('writes nothing that has not been written since', () => {
    assert.deepEqual(written(INTEL), []);
    assert.deepEqual(written(AMD), []);
  });

  it('on an Intel processor writes what an instruction has written, though its contents are the same', () => {
    assert.deepEqual(written(INTEL, 'movaps xmm1, xmm1'), ['xmm']);
    assert.deepEqual(written(INTEL, 'kmovq k1, k1'), ['opmask']);
    assert.deepEqual(written(INTEL, 'vmovdqa64 zmm20, zmm20'), ['high']);
    assert.deepEqual(written(AMD, 'movaps xmm1, xmm1'), []);
  });

  it('on an Intel processor writes the upper parts too after a VEX write of a lower one', () => {
    assert.deepEqual(written(INTEL, 'vmovaps xmm1, xmm1'), ['xmm', 'ymm', 'zmm']);
    assert.deepEqual(written(INTEL, 'vmovaps ymm1, ymm1'), ['xmm', 'ymm', 'zmm']);
  });
});

describe('an XRSTOR that refuses MXCSR in a compacted area', () => {
  /** All registers hold 11h bytes, the area 22h bytes; of what is asked for, it has x87, XMM, opmasks but no upper parts. */
  function refused(model: string, rfbm: bigint): Cpu {
    const cpu = userCpu(model);
    writeArea(cpu, 0xe7n, 0n, { fill: 0x11 });
    xrstor(cpu, AREA, ALL);
    const room = xfeatureMask('X87', 'SSE', 'AVX', 'OPMASK', 'ZMM_HI256', 'HI16_ZMM');
    writeArea(cpu, xfeatureMask('X87', 'SSE', 'OPMASK'), COMPACTED | room, { fill: 0x22, mxcsr: 0x1_1f80 });
    const fault = faultOf(() => xrstor(cpu, AREA, rfbm));
    assert.equal(fault.mnemonic, '#GP');
    return cpu;
  }

  it('on an Intel processor has loaded x87 and XMM, initialised what the area lacks, and left the rest', () => {
    const cpu = refused(INTEL, ALL);
    assert.equal(cpu.x87[0], 0x22);
    assert.equal(cpu.zmm[0], 0x22, 'XMM0');
    assert.equal(cpu.zmm[16], 0, 'the upper half of YMM0');
    assert.equal(cpu.zmm[32], 0, 'the upper half of ZMM0');
    assert.equal(cpu.zmm[64 * 16], 0, 'ZMM16');
    assert.equal(cpu.opmask[1], 0x1111_1111_1111_1111n, 'opmasks, which would have been loaded');
    assert.equal(cpu.mxcsr, 0x1f80);
    assert.equal(inUse(cpu), xfeatureMask('X87', 'SSE', 'OPMASK'), 'what it has initialised is not in use');
  });

  it('on an Intel processor has touched nothing that was not asked for', () => {
    const cpu = refused(INTEL, xfeatureMask('SSE', 'AVX'));
    assert.equal(cpu.x87[0], 0x11);
    assert.equal(cpu.zmm[0], 0x22);
    assert.equal(cpu.zmm[16], 0);
    assert.equal(cpu.zmm[32], 0x11);
    assert.equal(cpu.zmm[64 * 16], 0x11);
  });

  it('on an AMD processor has changed nothing', () => {
    const cpu = refused(AMD, ALL);
    assert.deepEqual([cpu.x87[0], cpu.zmm[0], cpu.zmm[16], cpu.zmm[32]], [0x11, 0x11, 0x11, 0x11]);
  });

  it('has left the optimisation of a save no part of it: XSAVEOPT to the area of the XRSTOR before writes it', () => {
    const cpu = userCpu(INTEL);
    writeArea(cpu, 0xe7n, 0n, { fill: 0x11 });
    xrstor(cpu, AREA, ALL);
    const other = AREA + 0x4000;
    writeArea(cpu, 2n, COMPACTED | 2n, { at: other, fill: 0x11, mxcsr: 0x1_1f80 });
    assert.equal(faultOf(() => xrstor(cpu, other, 2n)).mnemonic, '#GP');
    poke(cpu, Uint8Array.of(0xaa), AREA + 160);
    xsaveopt(cpu, AREA, ALL);
    assert.equal(peek(cpu, 161)[160], 0x11);
  });

  it('has looked at MXCSR in an area with SSE only: with either bit 0 it becomes 1F80h', () => {
    for (const model of [INTEL, AMD]) {
      const cpu = userCpu(model);
      cpu.mxcsr = 0x1fa0;
      writeArea(cpu, 1n, COMPACTED | 3n, { mxcsr: 0x1_1f80 });
      xrstor(cpu, AREA, ALL);
      assert.equal(cpu.mxcsr, 0x1f80, model);
    }
  });
});

describe('an area that is not all there', () => {
  const cr2 = (run: () => void) => {
    const fault = faultOf(run);
    assert.equal(fault.mnemonic, '#PF');
    return fault.detail.address;
  };

  it('on an Intel processor faults at byte 520 when XRSTOR cannot read the header', () => {
    const cpu = userCpu(INTEL);
    assert.equal(
      cr2(() => xrstor(cpu, END - 512, ALL)),
      END + 8,
    );
  });

  it('on an Intel processor faults at the last byte of the highest component that is asked for, in use or not', () => {
    const cpu = userCpu(INTEL);
    const start = END - 576;
    writeArea(cpu, 0n, 0n, { at: AREA });
    poke(cpu, peek(cpu, 576), start);
    for (const [rfbm, size] of [
      [4n, 832],
      [0x20n, 1152],
      [0x80n, 2688],
      [0xe7n, 2688],
    ] as const) {
      for (const run of [xrstor, xsave, xsaveopt]) {
        assert.equal(
          cr2(() => run(cpu, start, rfbm)),
          start + size - 1,
          `${run.name} of ${rfbm}`,
        );
      }
    }
    assert.equal(
      cr2(() => xsavec(cpu, start, 0x20n)),
      start + 640 - 1,
      'XSAVEC: the compacted place',
    );
    xrstor(cpu, start, 3n);
  });

  it('on an Intel processor faults at the end of what XCOMP_BV and the mask share in a compacted area', () => {
    const cpu = userCpu(INTEL);
    const start = END - 576;
    writeArea(cpu, 0n, COMPACTED | 0x24n, { at: AREA });
    poke(cpu, peek(cpu, 576), start);
    assert.equal(
      cr2(() => xrstor(cpu, start, ALL)),
      start + 576 + 256 + 64 - 1,
    );
    assert.equal(
      cr2(() => xrstor(cpu, start, 4n)),
      start + 576 + 256 - 1,
    );
    xrstor(cpu, start, 0x80n);
  });

  it('on an Intel processor is not looked at behind an XCOMP_BV with bits that XCR0 lacks, but before XSTATE_BV', () => {
    const cpu = userCpu(INTEL);
    const start = END - 576;
    for (const [xstateBv, xcompBv, expected] of [
      [0n, 0x224n, '#GP'],
      [3n, 0x24n, '#PF'],
      [3n, 0x400_0024n, '#GP'],
    ] as const) {
      writeArea(cpu, xstateBv, COMPACTED | xcompBv, { at: AREA });
      poke(cpu, peek(cpu, 576), start);
      assert.equal(faultOf(() => xrstor(cpu, start, ALL)).mnemonic, expected, `${xstateBv}, ${xcompBv}`);
    }
  });

  it('on an Intel processor faults at its first byte when only the first page is missing', () => {
    const cpu = userCpu(INTEL);
    for (const run of [xsave, xsavec, xsaveopt]) {
      assert.equal(
        cr2(() => run(cpu, AREA - 256, ALL)),
        AREA - 256,
        run.name,
      );
    }
    // XMM0 to XMM15 alone: MXCSR, which goes with them, is in the missing page, though it need not be written.
    assert.equal(Number(cr2(() => xsavec(cpu, AREA - 64, 2n))) >> 12, (AREA - 64) >> 12);
    xsavec(cpu, AREA - 64, 4n);
    for (const mnemonic of ['fxsave', 'fxrstor']) {
      cpu.gpr[GPR.RBX] = BigInt(AREA - 256);
      assert.equal(
        cr2(() => execute(cpu, `${mnemonic} [rbx]`)),
        AREA - 256,
        mnemonic,
      );
      cpu.gpr[GPR.RBX] = BigInt(END - 256);
      assert.equal(
        cr2(() => execute(cpu, `${mnemonic} [rbx]`)),
        END + 255,
        mnemonic,
      );
    }
  });

  it('on an AMD processor may lack what is neither read nor written', () => {
    const cpu = userCpu(AMD);
    const start = END - 576;
    writeArea(cpu, 0n);
    poke(cpu, peek(cpu, 576), start);
    xrstor(cpu, start, ALL);
    xsaveopt(cpu, start, ALL);
    xsavec(cpu, start, ALL);
    assert.equal(
      cr2(() => xsave(cpu, start, ALL)),
      END,
    );
  });
});

describe('an area that is misaligned and absent', () => {
  it('raises #GP, or #AC with alignment checking unless it is a multiple of 4, before any #PF', () => {
    for (const model of [INTEL, AMD]) {
      const cpu = userCpu(model);
      assert.equal(faultOf(() => xrstor(cpu, END + 2, ALL)).mnemonic, '#GP', model);
      cpu.cr0 |= CR0.AM;
      cpu.rflags |= FLAG.AC;
      assert.equal(faultOf(() => xrstor(cpu, END + 2, ALL)).mnemonic, '#AC', model);
      assert.equal(faultOf(() => xrstor(cpu, END + 4, ALL)).mnemonic, '#GP', model);
    }
  });
});

describe('the x87 pointers of the 64-bit forms', () => {
  function loaded(model: string, pointer: bigint, ...flags: readonly string[]): readonly [bigint, bigint] {
    const cpu = benchCpu(model, ...flags);
    writeArea(cpu, 1n);
    const view = new DataView(new ArrayBuffer(16));
    view.setBigUint64(0, pointer, true);
    view.setBigUint64(8, pointer, true);
    poke(cpu, Uint8Array.of(0, 0, 1, 0), AREA); // FCW and FSW: an unmasked exception waits
    poke(cpu, new Uint8Array(view.buffer), AREA + 8);
    assert.equal(cpu.cr4 & (1n << 12n), 0n, 'CR4.LA57');
    xrstor(cpu, AREA, 1n);
    return [cpu.fip, cpu.fdp];
  }

  it('on an Intel processor are 57 bits of FIP, 48 without LA57, and 64 bits of FDP', () => {
    assert.deepEqual(loaded(INTEL, 0xabff_1234_5678_9abcn), [0xffff_1234_5678_9abcn, 0xabff_1234_5678_9abcn]);
    assert.deepEqual(loaded(INTEL, 0xaa00_9234_5678_9abcn), [0x0000_9234_5678_9abcn, 0xaa00_9234_5678_9abcn]);
    assert.deepEqual(loaded(INTEL, 0xaa00_9234_5678_9abcn, '-la57'), [0xffff_9234_5678_9abcn, 0xaa00_9234_5678_9abcn]);
  });

  it('on an AMD processor are 48 bits of both', () => {
    assert.deepEqual(loaded(AMD, 0xaa00_9234_5678_9abcn), [0xffff_9234_5678_9abcn, 0xffff_9234_5678_9abcn]);
  });
});

describe('x87 pointers of the task before, where no exception waits', () => {
  /** Loads an area with an exception that waits, then one without; each has pointers of its own. */
  function left(load: (cpu: Cpu) => void, model: string, ...flags: readonly string[]): readonly bigint[] {
    const cpu = benchCpu(model, ...flags);
    writeArea(cpu, 1n);
    for (const [fsw, pointer] of [
      [1, 0x1234n],
      [0, 0x5678n],
    ] as const) {
      poke(cpu, Uint8Array.of(fsw === 1 ? 0x7e : 0x7f, 3, fsw, 0), AREA); // FCW and FSW
      poke(cpu, new Uint8Array(new BigUint64Array([pointer, pointer]).buffer), AREA + 8);
      load(cpu);
    }
    return [cpu.fip, cpu.fdp];
  }

  for (const load of [(cpu: Cpu) => fxrstor(cpu, AREA, true), (cpu: Cpu) => xrstor(cpu, AREA, 1n)]) {
    it('stay on AMD’s processors without XSAVEERPTR (CVE-2006-1056), and are cleared with it', () => {
      assert.deepEqual(left(load, AMD, '-xsaveerptr'), [0x1234n, 0x1234n]);
      assert.deepEqual(left(load, AMD), [0n, 0n]);
    });

    it('are replaced on Intel’s', () => {
      assert.deepEqual(left(load, INTEL), [0x5678n, 0x5678n]);
    });
  }
});

describe('a PKRU of 0 that WRPKRU wrote', () => {
  it('is in use on an Intel processor and initial on one of AMD (Linux ae6012d72fa6)', () => {
    const inUseAfter = (model: string) => {
      const cpu = userCpu(model);
      cpu.cr4 |= CR4.PKE;
      cpu.gpr.fill(0n);
      compileInstruction(assembleLine('wrpkru', 0x1000), cpu.processor)(cpu);
      return (inUse(cpu) >> 9n) & 1n;
    };
    assert.deepEqual([inUseAfter(INTEL), inUseAfter(AMD)], [1n, 0n]);
  });
});

describe('CALL to an address that is not canonical', () => {
  const STACK = AREA + 0x1000;

  function called(model: string, stack: number): { cpu: Cpu; fault: string } {
    const cpu = userCpu(model);
    cpu.gpr[GPR.RSP] = BigInt(stack);
    cpu.gpr[GPR.RBX] = 1n << 47n;
    cpu.rip = 0x1002;
    const fault = faultOf(() => compileInstruction(assembleLine('call rbx', 0x1000), cpu.processor)(cpu)).mnemonic;
    return { cpu, fault };
  }

  it('raises #GP with RSP as it was; an Intel processor has written the return address below it', () => {
    for (const [model, written] of [
      [INTEL, 0x1002],
      [AMD, 0],
    ] as const) {
      const { cpu, fault } = called(model, STACK);
      assert.equal(fault, '#GP', model);
      assert.equal(cpu.gpr[GPR.RSP], BigInt(STACK), model);
      assert.equal(cpu.rip, 0x1002, model);
      assert.equal(new DataView(peek(cpu, 8, STACK - 8).buffer).getUint32(0, true), written, model);
    }
  });

  it('raises #PF on an Intel processor where the return address cannot be written', () => {
    assert.equal(called(INTEL, AREA).fault, '#PF');
    assert.equal(called(AMD, AREA).fault, '#GP');
  });
});

it('CR4.LA57 cannot be set: the processor is in 64-bit mode already', () => {
  const cpu = benchCpu();
  cpu.gpr[GPR.RAX] = cpu.cr4 | (1n << 12n) | CR4.PAE;
  assert.equal(faultOf(() => execute(cpu, 'mov cr4, rax')).mnemonic, '#GP');
});
