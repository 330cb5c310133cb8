/** Observations as JSON, boot logs, XSAVE areas; and files that are none of all these. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KIND_FIELDS, observationJson, SIGHTING_FIELDS } from '../../src/recording/reading/observations-json';
import { problems, run } from '../world/harness';
import { imported, LINUX_TRACE, part, problemOf } from './harness';

/** What Linux 6.1 prints on a Sapphire Rapids (the sizes and offsets are the processor's). */
const BOOT = [
  '[    0.000000] Linux version 6.1.76 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP',
  "[    0.000000] x86/fpu: Supporting XSAVE feature 0x20000: 'AMX Tile config'",
  "[    0.000000] x86/fpu: Supporting XSAVE feature 0x40000: 'AMX Tile data'",
  '[    0.000000] x86/fpu: xstate_offset[2]:  576, xstate_sizes[2]:  256',
  '[    0.000000] x86/fpu: xstate_offset[18]: 2560, xstate_sizes[18]: 8192',
  "[    0.000000] x86/fpu: Enabled xstate features 0x602e7, context size is 10752 bytes, using 'compacted' format.",
].join('\n');

/** An area of the standard format: x87 and SSE in use, PKRU, and both tile components. */
function area(): Uint8Array {
  const bytes = new Uint8Array(11008);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x37f, true);
  view.setUint32(24, 0x1f80, true);
  bytes[160] = 9;
  view.setBigUint64(512, 0x60202n, true);
  view.setUint32(2688, 4, true);
  bytes[2752] = 1;
  view.setUint16(2752 + 16, 64, true);
  bytes[2752 + 48] = 16;
  bytes[2816] = 7;
  return bytes;
}

/** A thread as CRIU's protocol buffers have it (images/core-x86.proto): its lists are the kernel's arrays, word by word. */
const CHECKPOINT = JSON.stringify({
  magic: 'CORE',
  entries: [
    {
      mtype: 'X86_64',
      thread_info: {
        clear_tid_addr: '0x7f0000000a10',
        gpregs: { r15: '0x0', bx: '0xdeadbeefcafef00d', ax: 7, ip: '0x401136', sp: '0x7ffd00000000', flags: '0x246' },
        fpregs: {
          cwd: 895,
          swd: 0,
          twd: 0,
          fop: 0,
          rip: 0,
          rdp: 0,
          mxcsr: 8064,
          mxcsr_mask: 65535,
          st_space: [],
          xmm_space: [0, 0, 0, 0, 17, 18, 19, 20],
          xsave: {
            xstate_bv: 0xe6,
            ymmh_space: [0, 0, 0, 0, 21, 22],
            opmask_reg: ['0x0', '12345678901234567890'],
            zmm_upper: [1, 2, 3, 4, 5],
            hi16_zmm: [9],
          },
        },
      },
    },
  ],
}).replace('"12345678901234567890"', '12345678901234567890');

describe('a checkpoint of CRIU', () => {
  it('becomes a trace with its registers, 64-bit ones exactly', () => {
    const { trace, format } = imported(CHECKPOINT);
    assert.equal(format, 'criu');
    assert.match(trace, /^; The thread stood at 0x401136, with RSP 0x7ffd00000000\.$/m);
    const checks = [
      'xmm1.u32[0] == 17 && xmm1.u32[3] == 20',
      'ymm1.u32[4] == 21 && ymm1.u32[5] == 22',
      'k1 == 12345678901234567890',
      'zmm0.u64[4] == 1 && zmm1.u64[4] == 5 && zmm16.u64[0] == 9',
      'rbx == 0xdeadbeefcafef00d && rax == 7 && mxcsr == 8064 && fcw == 895',
    ];
    assert.deepEqual(problems(run(`${trace}${checks.map((check) => `    expect ${check}\n`).join('')}`)), []);
  });

  it('says what is missing in an image of something else', () => {
    assert.match(problemOf('{"magic": "CORE", "entries": [{"mtype": "AARCH64"}]}'), /no x86-64 thread/);
    assert.match(problemOf('{"magic": "CORE", "entries": ['), /no x86-64 thread/);
  });
});

describe('observations as JSON', () => {
  it('are what a reader made, and are read to the same trace', () => {
    const first = imported(part('perm'));
    const again = imported(first.observations.map((one) => `${observationJson(one)}\n`).join(''));
    assert.equal(again.format, 'observations');
    assert.deepEqual(again.observations, first.observations);
    assert.equal(again.trace, first.trace);
  });

  it('say which field is missing or of another type', () => {
    const [line = ''] = imported(LINUX_TRACE).observations.map(observationJson);
    const broken = line.replace('"xstateBv":"0x2a2"', '"xstateBv":674');
    const text = `${line}\n${broken}\n${line.replace('"kind":"fpu"', '"kind":"gpu"')}\n{"line":}\n`;
    assert.equal(
      imported(text).unknown,
      '3 lines were not used: 1 × field xstateBv of fpu, 1 × kind "gpu", 1 × line that is no JSON object.',
    );
  });

  it('have every kind and every field in the documentation', () => {
    const page = readFileSync(path.join(__dirname, '../../docs/observations.md'), 'utf8');
    for (const [kind, fields] of Object.entries(KIND_FIELDS)) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`));
      assert.ok(row, kind);
      for (const field of Object.keys(fields)) assert.ok(row.includes(`\`${field}\``), `${kind}: ${field}`);
    }
    for (const field of Object.keys(SIGHTING_FIELDS)) assert.ok(page.includes(`| \`${field}\` |`), field);
  });
});

describe('a boot log', () => {
  it('boots the machine and the kernel that it is of, and agrees with them', () => {
    const { trace, format } = imported(BOOT);
    assert.equal(format, 'dmesg');
    assert.match(trace, /^kernel linux version=6\.1\.76$/m);
    assert.deepEqual(problems(run(trace)), []);
    assert.match(trace, /observe A\.fpstate\.size=10752 +; line 6/);
  });

  it('contradicts what its machine does not have', () => {
    const { trace } = imported(
      BOOT.replace('is 10752 bytes', 'is 10688 bytes').replace('sizes[2]:  256', 'sizes[2]:  128'),
    );
    assert.equal(problems(run(trace)).length, 2);
  });

  it('says which line it needs', () => {
    assert.match(problemOf(BOOT.split('\n').slice(0, 3).join('\n')), /no line `x86\/fpu: Enabled xstate features/);
  });
});

describe('an XSAVE area', () => {
  it('is loaded by the trace, component by component', () => {
    const { trace, format } = imported(area());
    assert.equal(format, 'xsave');
    assert.match(trace, /^; 18 XTILEDATA {2}at {2}2816, 8192 bytes$/m);
    const seen = 'expect tmm0.u8[0][0] == 7 && pkru == 4 && xmm0.u8[0] == 9 && tmm0.rows == 16 && xinuse == 0x60202';
    assert.deepEqual(problems(run(`${trace}${seen}\n`)), []);
  });

  it('of the compacted format is read by XCOMP_BV', () => {
    const bytes = new Uint8Array(576 + 64);
    const view = new DataView(bytes.buffer);
    view.setUint32(24, 0x1f80, true);
    view.setBigUint64(512, 0x20n, true);
    view.setBigUint64(520, (1n << 63n) | 0x20n, true);
    bytes[576 + 8] = 0x55;
    const { trace } = imported(bytes);
    assert.deepEqual(problems(run(`${trace}expect k1 == 0x55\n`)), []);
  });

  it('with a header that no processor takes says so at XRSTOR', () => {
    const bytes = area();
    bytes[528] = 1;
    assert.match(
      problems(run(imported(bytes, 'xsave').trace))[0] ?? '',
      /#GP\(0\).*bytes in 8 to 23 that are not zero/,
    );
  });

  it('is not taken for one when it is too short or too long', () => {
    assert.match(problemOf(new Uint8Array(100), 'xsave'), /^recording has 100 bytes: an XSAVE area has 576 at least/);
    assert.match(problemOf(new Uint8Array(0x1_0001), 'xsave'), /no XSAVE area has more than 65536/);
  });
});

describe('a file that is no recording', () => {
  it('is told from one, with what to do', () => {
    assert.match(problemOf('PERFILE2\0\0\0'), /is a perf\.data: make text of it with `perf script`/);
    assert.match(problemOf('\x17\x08\x44tracing6\0'), /is a trace\.dat: make text of it with `trace-cmd report`/);
    assert.match(
      problemOf('hello\n'),
      /no recording that is known here.*--format says which it is: core, elf, observations, ftrace/,
    );
    assert.match(problemOf(''), /no recording that is known here/);
    assert.match(problemOf('hello', 'svg'), /^There is no format `svg`: there are /);
  });
});
