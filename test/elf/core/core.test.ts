/** Core files: of this kernel and of gdb, and what only other kernels write; as tasks, and imported. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CoreFile } from '../../../src/elf/core/core-file';
import { readCore } from '../../../src/elf/core/read-core';
import { ExpressionError } from '../../../src/language/errors/expression-error';
import { importRecording, isImportProblem } from '../../../src/recording/import-recording';
import { History } from '../../../src/world/debugger/history/history';
import { loadProgram } from '../../../src/world/program/load-program';
import { needs, type Oracle, type Want } from '../../host/needs';
import { xtrace } from '../../main/cli-harness';
import { source } from '../../recording/harness';
import { problems, type Ran } from '../../world/harness';
import { buildCore, type CoreParts } from './build-core';
import { type Cores, gdbCore, kernelCore, program } from './cores';

function core(bytes: Uint8Array): CoreFile {
  const read = readCore(bytes);
  assert.ok(!('problem' in read), 'problem' in read ? read.problem : '');
  return read;
}

/** A run of a trace beside these files. */
function runBeside(text: string, files: Readonly<Record<string, Uint8Array>>): Ran {
  const read = (name: string) => {
    const bytes = new Map(Object.entries(files)).get(name);
    if (!bytes) throw new ExpressionError('file-not-read', `${name} does not exist.`);
    return bytes;
  };
  const loaded = loadProgram(text, { files: { read, sizeOf: (name) => read(name).length } });
  assert.ok(loaded.program, loaded.diagnostics.map(({ message }) => message).join('; '));
  const history = new History(loaded.program);
  const happenings = [];
  while (!history.world.ended) {
    history.forward();
    happenings.push(...history.world.happenings);
  }
  return { world: history.world, happenings };
}

function check(parts: CoreParts, body: string, files: Readonly<Record<string, Uint8Array>> = {}): string[] {
  const head = 'xtrace 1\nmachine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr\nkernel linux\n';
  return problems(runBeside(`${head}${body}\n`, { ...files, 'a.core': buildCore(parts) }));
}

/** An area in the standard format of Sapphire Rapids: tiles configured and in use, PKRU, and YMM0. */
function area(): Uint8Array {
  const bytes = new Uint8Array(11008);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, 0x1f80, true);
  view.setBigUint64(464, 0x602e7n, true);
  view.setBigUint64(512, 0x60206n, true);
  bytes[160] = 1;
  bytes[576] = 2;
  view.setUint32(2688, 0x5555_5550, true);
  bytes[2752] = 1;
  view.setUint16(2752 + 16, 64, true);
  bytes[2752 + 48] = 16;
  bytes[2816 + 64] = 5;
  return bytes;
}

const TASK = 'task T core "a.core"\nswitch T\n';

describe('a core file of a real process', () => {
  let cores: Oracle<Cores> | Want;
  before(() => {
    cores = program();
  });
  after(() => {
    if ('use' in cores) rmSync(cores.use.folder, { recursive: true });
  });

  for (const [by, make, name] of [
    ['the kernel', kernelCore, 'core.kernel'],
    ['gdb', gdbCore, 'core.gdb'],
  ] as const) {
    it(`by ${by} has the registers, the signal and its reason`, function () {
      const [thread] = core(needs(this, make(needs(this, cores)))).threads;
      assert.equal(thread?.registers.gpr[12], 0x123_4567n);
      assert.equal(thread?.signal, 11);
      assert.deepEqual(thread?.siginfo, { code: 1, address: 0n });
      assert.ok((thread?.xstate?.length ?? 0) >= 576);
    });

    it(`by ${by} is imported, and dies once more of the same`, async function () {
      const { folder } = needs(this, cores);
      needs(this, make(needs(this, cores)));
      const out = path.join(folder, `${name}.xtrace`);
      assert.equal((await xtrace(['import', path.join(folder, name), '-o', out])).status, 0);
      const { out: imported } = await xtrace(['import', path.join(folder, name)]);
      assert.match(imported, /^; T: thread \d+, SIGSEGV, si_code 1, si_addr 0x0, at 0x[0-9a-f]+ in .*die, 0x/m);
      const more = ['expect r12 == 0x1234567 && xmm3.f32[3] == 4', 'run T => #PF, SIGSEGV, killed'];
      writeFileSync(out, `${imported}${more.join('\n')}\n`);
      const tested = await xtrace(['test', out]);
      assert.equal(tested.status, 0, tested.out);
    });
  }
});

describe('a task out of a core file', () => {
  it('has its tiles, in a buffer that has room for them, and the permission', () => {
    const seen = [
      'expect tmm0.u8[1][0] == 5 && tmm0.rows == 16 && ymm0.u8[0] == 1 && ymm0.u8[16] == 2 && pkru == 0x55555550',
      'expect xfd == 0 && T.fpstate.size == 10752 && has(T.perm, XTILEDATA)',
    ];
    assert.deepEqual(check({ xstate: area() }, TASK + seen.join('\n')), []);
  });

  it('without tiles has the default buffer, armed', () => {
    const xstate = area();
    new DataView(xstate.buffer).setBigUint64(512, 0x206n, true);
    assert.deepEqual(
      check({ xstate }, `${TASK}expect xfd == XTILEDATA && T.fpstate.size == 2560 && xinuse == 0x206`),
      [],
    );
  });

  it('reads components where NT_X86_XSAVE_LAYOUT says that they lie', () => {
    const xstate = area().slice(0, 2900);
    xstate.set(area().subarray(576, 832), 600);
    new DataView(xstate.buffer).setBigUint64(512, 0x6n, true);
    assert.deepEqual(check({ xstate, layout: [[2, 256, 600]] }, `${TASK}expect ymm0.u8[16] == 2`), []);
  });

  it('executes from where it stopped, in its own memory', () => {
    // mov eax, 42; mov [0x601000], eax; mov eax, 60; xor edi, edi; syscall
    const code = Uint8Array.from([
      ...[0xb8, 42, 0, 0, 0, 0x89, 0x04, 0x25, 0, 0x10, 0x60, 0, 0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05],
    ]);
    const memory = [
      { address: 0x40_0000, bytes: code },
      { address: 0x60_1000, bytes: new Uint8Array(), size: 4096 },
    ];
    const body =
      'task T core "a.core"\nrun T for 2\nswitch T\nexpect u32[0x601000] == 42\nrun T\nexpect T.state == "exited"';
    assert.deepEqual(check({ memory }, body), []);
  });

  it('takes what the core left out from the file of that name beside the trace', () => {
    const parts: CoreParts = {
      memory: [{ address: 0x40_0000, bytes: new Uint8Array(), size: 4096 }],
      files: [{ start: 0x40_0000, end: 0x40_1000, page: 1, path: '/usr/bin/thing' }],
    };
    const thing = new Uint8Array(0x2000);
    thing[0x1000] = 0x90;
    assert.deepEqual(check(parts, `${TASK}expect u8[0x400000] == 0x90`, { thing }), []);
    assert.deepEqual(check(parts, `${TASK}expect u8[0x400000] == 0`), []);
  });

  it('shares its memory with other threads of the file, and with nobody else', () => {
    const parts: CoreParts = { threads: 2, memory: [{ address: 0x60_0000, bytes: Uint8Array.of(7) }] };
    const body = [
      'task T core "a.core"\ntask U core "a.core" thread=2\ntask A',
      'switch T\nobserve u8[0x600000]=9',
      'switch U\nexpect u8[0x600000] == 9 && U.pid == 101 && T.pid == 100',
    ];
    assert.deepEqual(check(parts, body.join('\n')), []);
  });

  it('is an error where the file is none, or has no such thread', () => {
    const messages = (text: string, bytes: Uint8Array) =>
      loadProgram(`xtrace 1\n${text}`, { files: { read: () => bytes, sizeOf: () => bytes.length } }).diagnostics.map(
        ({ code, message }) => `${code}: ${message}`,
      );
    const [two] = messages('task T core "a" thread=3', buildCore({ threads: 2 }));
    assert.equal(two, 'bad-program: "a" cannot be debugged here. It has 2 threads, and no thread 3.');
    assert.match(messages('task T core "a"', Uint8Array.of(1))[0] ?? '', /It is no ELF file/);
    assert.match(messages('task T core "a" thread=0', Uint8Array.of(1))[0] ?? '', /the number of a thread, from 1/);
    assert.match(
      messages('task A\ntask T in A core "a"', buildCore({}))[0] ?? '',
      /leave `in`, `entry`, `exec` and `kthread` out/,
    );
    assert.match(messages('task T core "../a"', buildCore({}))[0] ?? '', /leads out of the trace's folder/);
    const low = buildCore({ memory: [{ address: 0x7000_0000, bytes: Uint8Array.of(1) }] });
    assert.match(messages('task T core "a"', low)[0] ?? '', /memory where the code of the trace lies/);
  });
});

describe('an imported core', () => {
  it('names the machine by the size of its area, and every thread', () => {
    const imported = importRecording(source(buildCore({ xstate: area(), threads: 2 })), { name: 'a.core' });
    assert.ok(!isImportProblem(imported));
    assert.match(imported.trace, /^machine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr$/m);
    assert.match(imported.trace, /^task T core "a\.core"\ntask T2 core "a\.core" thread=2$/m);
  });

  it('that was changed at random becomes a process, or one sentence', () => {
    const original = buildCore({
      xstate: area(),
      layout: [[2, 256, 600]],
      memory: [{ address: 0x40_0000, bytes: area() }],
    });
    let state = 21;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    let read = 0;
    for (let file = 0; file < 1000; file++) {
      const bytes = original.slice();
      for (let left = 1 + random(6); left > 0; left--)
        bytes[random(random(2) === 0 ? 700 : bytes.length)] = random(256);
      const imported = importRecording(
        source(bytes.subarray(0, random(4) === 0 ? random(bytes.length) : bytes.length)),
        { name: 'a' },
      );
      if (isImportProblem(imported)) assert.match(imported.problem, /^[^\n]*\.$/);
      else read++;
    }
    assert.ok(read > 300 && read < 1000, `${read} were read`);
  });
});
