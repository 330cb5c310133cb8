import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { sourceOfBytes } from '../../../src/elf/image/byte-source';
import { readUsable } from '../../../src/kernel/native/requirements';
import { vmlinuxPolicy } from '../../../src/kernel/policies/vmlinux';
import { programOf } from '../../../src/library/program-of';
import { loadTrace } from '../../../src/library/trace';
import { advance } from '../../../src/world/run/moment';
import { startWorld } from '../../../src/world/run/start';
import type { Happening } from '../../../src/world/state/happening';
import type { World } from '../../../src/world/state/world';
import '../../../src/main/inflate-on-node';
import { imageWithKallsyms } from '../../elf/kallsyms/kallsyms-source';
import { bzImageOf } from '../../elf/kallsyms/packed';
import { needs } from '../../host/needs';
import { GUEST } from '../../main/image-trace';
import { found } from '../../world/programs/programs';
import { imageOf, vmlinuxOf } from './images';

const MOST_MOMENTS = 200_000;
const HEAD = `xtrace 1
machine sapphire-rapids
kernel linux version=6.12
data cfg = tilecfg { tmm0: 16x64 }
data ones = i8[1024] fill(1)
`;
const PERMISSION = '    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0\n';
const FIRST_USE = `${PERMISSION}    ldtilecfg [cfg]\n    tilezero tmm0 => #NM\n`;

/** A world whose kernel is the stand-in of `test/fixtures/kernels/kernel.c`. @param options of gcc. */
function standIn(text: string, machine = '', options: readonly string[] = []): World {
  const policy = vmlinuxPolicy(vmlinuxOf(imageOf('kernel', '-mgeneral-regs-only', ...options)), { version: '6.12' });
  return startWorld({ ...programOf(loadTrace(HEAD.replace('rapids', `rapids ${machine}`) + text)), policy });
}

/** What happens, to the end of the trace. */
function happenings(world: World): Happening[] {
  const all: Happening[] = [];
  for (let left = MOST_MOMENTS; !world.ended; left--) {
    assert.ok(left > 0, 'the trace ends');
    advance(world);
    all.push(...world.happenings);
  }
  return all;
}

/** Runs to the end; every `expect` must hold, and every outcome be the one that the trace says. @param options of gcc. */
function agrees(text: string, ...options: readonly string[]): Happening[] {
  const all = happenings(standIn(text, '', options));
  const failed = all.filter(
    (happening) =>
      happening.kind === 'divergence' ||
      happening.kind === 'error' ||
      happening.kind === 'oops' ||
      (happening.kind === 'expect' && !happening.ok),
  );
  assert.deepEqual(failed, []);
  return all;
}

/** Moves on until the kernel's code has come to a function. */
function comeTo(world: World, name: string): void {
  for (let left = MOST_MOMENTS; left > 0; left--) {
    const native = world.kernel?.state.stack.at(-1)?.native;
    if (native && world.program.policy.vmlinux?.placeOf(world.cpu.rip)?.name === name) return;
    advance(world);
  }
  assert.fail(`${name} is never executed`);
}

describe('a kernel whose code is executed', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  it('boots by its own code, and says so', () => {
    const all = agrees(
      'task A\nswitch A\n    expect xcr0 == 0x602e7 && xfd == XTILEDATA\n    expect A.fpstate.size == 2560\n',
    );
    const said = all.flatMap((happening) => (happening.kind === 'printk' ? [happening.message] : []));
    assert.deepEqual(said, ['stand-in: 10752 bytes of 0x602e7, compacted']);
  });

  it('gives a task a larger buffer at its first use of tiles', () => {
    agrees(
      `task A\nswitch A\n${FIRST_USE}    expect xfd == 0 && xfd_err == 0 && A.fpstate.size == 10752 && A.fpstate.user_size == 11008\n    expect kernel.allocs == 1 && kernel.nm == 1\n`,
    );
  });

  it('kills a task that uses tiles without a permission', () => {
    agrees('task A\nswitch A\n    ldtilecfg [cfg]\n    tilezero tmm0 => #NM, SIGILL, killed\n');
  });

  it('has no memory where the trace says so', () => {
    agrees(
      `task A\nswitch A\n${PERMISSION}    ldtilecfg [cfg]\ninject alloc-fail\n    tilezero tmm0 => #NM, SIGSEGV, killed\n`,
    );
  });

  it('saves and loads tiles at switches, and IA32_XFD with them', () => {
    agrees(
      `task A\ntask B\nswitch A\n${FIRST_USE}    mov r8d, 64\n    tileloadd tmm0, [ones + r8*1]\n    expect tmm0.i32[0][0] == 0x01010101\nswitch B\n    nop\n    expect xfd == XTILEDATA\nswitch A\n    expect tmm0.i32[15][15] == 0x01010101 && xfd == 0\n`,
    );
  });

  it('finds the extended state of a task behind it, and the flag that it is to be loaded, as they are since 6.16', () => {
    const { vmlinux } = standIn('task A\nswitch A\n    nop\n', '', ['-DBEHIND_TASK']).program.policy;
    const size = vmlinux?.sizeOfStruct('task_struct') ?? 0;
    assert.ok(size > 0 && vmlinux?.member('task_struct', 'thread.fpu.fpstate')?.offset === size + 8);
    assert.equal(vmlinux?.member('task_struct', 'thread.fpu.nothing'), undefined);
    agrees(
      `task A\ntask B\nswitch A\n${FIRST_USE}    mov r8d, 64\n    tileloadd tmm0, [ones + r8*1]\nswitch B\n    expect xfd == XTILEDATA && !B.need_fpu_load\nswitch A\n    expect tmm0.i32[15][15] == 0x01010101 && xfd == 0\n    syscall fork() as C\nswitch C\n    expect C.fpstate.size == 2560\n`,
      '-DBEHIND_TASK',
    );
  });

  it('has oopsed where its boot cannot go on', () => {
    const world = standIn('task A\nswitch A\n    nop\n');
    world.kernel?.state.without.push('fpu__init_system_xstate.load');
    happenings(world);
    assert.match(world.kernel?.state.oops ?? '', /^The kernel has no memory at 0xffff[0-9a-f]{12}\.$/);
  });

  it('knows which CPU it is on', () => {
    const world = standIn('task A\ntask B\nswitch A\n    nop\ncpu 1\nswitch B\n    nop\n', 'cpus=2');
    assert.deepEqual(
      happenings(world).filter(({ kind }) => kind === 'oops'),
      [],
    );
    assert.deepEqual(
      world.kernel?.state.tasks.map(({ lastCpu }) => lastCpu),
      [0, 1],
    );
  });

  it('gives a child the default buffer and the permission of its parent', () => {
    agrees(
      `task A\nswitch A\n${FIRST_USE}    syscall fork() as C\nswitch C\n    nop\n    expect C.fpstate.size == 2560 && xfd == XTILEDATA\n    tilezero tmm0 => #NM\n    expect C.fpstate.size == 10752\n`,
    );
  });

  it('goes back to the default buffer at execve', () => {
    agrees(
      `task A\nswitch A\n${FIRST_USE}    syscall execve("/bin/true") => = 0\n    nop\n    expect A.fpstate.size == 2560 && xfd == XTILEDATA\n`,
    );
  });

  it('has the modelled routine where a build has no such function, as after inlining', () => {
    const text = `task A\nswitch A\n${FIRST_USE}    syscall execve()\n    nop\n`;
    const sizes = (world: World) => {
      const all = happenings(world).filter(({ kind }) => ['oops', 'error', 'divergence'].includes(kind));
      return [all, world.kernel?.state.tasks.map(({ fpstate }) => fpstate.size)];
    };
    const whole = standIn(text);
    const lacking = standIn(text, '', ['-Dfpu_flush_thread=inlined_everywhere']);
    const native = ({ program: { policy } }: World) =>
      policy.routines.find(({ name }) => name === 'fpu_flush_thread')?.native;
    assert.deepEqual([native(whole), native(lacking)], ['fpu_flush_thread', undefined]);
    assert.deepEqual(sizes(lacking), [[], [2560]]);
    assert.deepEqual(sizes(whole), [[], [2560]]);
  });

  it('has its structures by debugging information, where it was built without BTF', () => {
    const image = imageOf('kernel', '-mgeneral-regs-only', '-g').slice();
    image[Buffer.from(image).lastIndexOf('.BTF\0') + 1] = 0x58;
    const policy = vmlinuxPolicy(vmlinuxOf(image), { version: '6.12' });
    const text = `${HEAD}task A\nswitch A\n${FIRST_USE}    expect A.fpstate.size == 10752 && xfd == 0\n`;
    const all = happenings(startWorld({ ...programOf(loadTrace(text)), policy }));
    const wrong = all.filter((one) => one.kind === 'oops' || (one.kind === 'expect' && !one.ok));
    assert.deepEqual(wrong, []);
  });

  it('has its symbols by kallsyms, where it has been stripped of its table of them', () => {
    const path = imageWithKallsyms('6.2', 'kernel', '-mgeneral-regs-only');
    const whole = new Uint8Array(readFileSync(path));
    execFileSync('objcopy', ['--strip-all', path]);
    const stripped = new Uint8Array(readFileSync(path));
    assert.ok(vmlinuxOf(whole).kallsyms.length === 0 && vmlinuxOf(stripped).kallsyms.length > 50);
    const packed = bzImageOf(gzipSync(stripped), stripped.length);
    const runs = [whole, stripped, packed].map((image) => {
      const policy = vmlinuxPolicy(vmlinuxOf(image), { version: '6.12' });
      const trace = `task A\nswitch A\n${FIRST_USE}    expect xfd == 0 && A.fpstate.size == 10752\n`;
      return happenings(startWorld({ ...programOf(loadTrace(HEAD + trace)), policy }));
    });
    assert.ok(runs[0]?.some(({ kind }) => kind === 'printk'));
    assert.deepEqual(runs[1], runs[0]);
    assert.deepEqual(runs[2], runs[0]);
  });

  it('says so where kallsyms names functions only', () => {
    const path = imageWithKallsyms('6.2', 'kernel', '-mgeneral-regs-only', '-DFUNCTIONS_ONLY');
    execFileSync('objcopy', ['--strip-all', path]);
    const read = readUsable(sourceOfBytes(new Uint8Array(readFileSync(path))));
    assert.match('problem' in read ? read.problem : '', /names functions only: build it with CONFIG_KALLSYMS_ALL=y/);
  });

  it('is refused in a sentence where it lacks what nothing stands in for', () => {
    const read = readUsable(sourceOfBytes(imageOf('kernel', '-mgeneral-regs-only', '-Dfixup_exception=gone')));
    assert.match(
      'problem' in read ? read.problem : '',
      /^It lacks fixup_exception: a kernel since 5\.16 has it, [^.]*\.$/,
    );
  });

  it('saves the registers for vector code of the kernel', () => {
    agrees(
      `task A\nswitch A\n${FIRST_USE}kernel_fpu_begin\n    vpxor ymm0, ymm0, ymm0\nkernel_fpu_end\n    nop\n    expect xfd == 0\n`,
    );
  });

  it('runs guests: the functions that KVM calls are its own', () => {
    agrees(GUEST.slice(GUEST.indexOf('task A')));
  });

  it('has guests of the model where it was built without KVM', () => {
    const world = standIn(GUEST.slice(GUEST.indexOf('task A')), '', ['-DWITHOUT_GUESTS']);
    const wrong = happenings(world).filter(({ kind }) => ['oops', 'error', 'divergence'].includes(kind));
    assert.deepEqual(wrong, []);
  });

  it('gives a tracer the registers of a task, and takes others from it', () => {
    const text = `task A\ntask B\ndata image = zero 512\ndata iov = u64[2] { image, 512 }\nswitch B\n    mov eax, 0x1234\n    movd xmm1, eax
switch A\n    syscall ptrace(PTRACE_ATTACH, B.pid) => = 0\n    syscall ptrace(PTRACE_GETREGSET, B.pid, NT_PRFPREG, iov) => = 0
    expect u32[image + 176] == 0x1234\n    mov DWORD PTR [image + 176], 0x5678\n    syscall ptrace(PTRACE_SETREGSET, B.pid, NT_PRFPREG, iov) => = 0
    syscall ptrace(PTRACE_DETACH, B.pid) => = 0\nswitch B\n    expect xmm1.u32[0] == 0x5678\n`;
    agrees(text);
    comeTo(standIn(text), 'xfpregs_get');
    comeTo(standIn(text), 'xfpregs_set');
  });

  it('follows every instruction, and every one of them again after going back', () => {
    const world = standIn(`task A\nswitch A\n${FIRST_USE}`);
    comeTo(world, 'fpstate_realloc');
    const snapshot = world.snapshot();
    const forward = (): string[] =>
      Array.from({ length: 60 }, () => {
        advance(world);
        return `${world.cpu.rip} ${world.cpu.gpr.join(' ')} ${JSON.stringify(world.kernel?.state.stack.length)}`;
      });
    const first = forward();
    world.restore(snapshot);
    assert.deepEqual(forward(), first);
  });

  it('leaves out a function that is taken out', () => {
    const world = standIn(`task A\nswitch A\n${FIRST_USE}`);
    comeTo(world, 'fpstate_realloc');
    world.kernel?.setWithout('xfd_update_state', true);
    // IA32_XFD stays armed: the instruction meets #NM once more.
    let raised = 0;
    for (let left = MOST_MOMENTS; left > 0 && raised === 0; left--) {
      advance(world);
      raised += world.happenings.filter(({ kind }) => kind === 'exception').length;
    }
    assert.equal(raised, 1);
    assert.equal(world.cpu.xfd, 1n << 18n);
  });

  it('stops, and says where, at what is not modelled', () => {
    const world = standIn(`task A\nswitch A\n${FIRST_USE}`);
    comeTo(world, 'fpstate_realloc');
    world.cpu.rip = -0x5000_0000_0000;
    const oops = happenings(world).find(({ kind }) => kind === 'oops');
    assert.match(
      oops?.kind === 'oops' ? oops.message : '',
      /cannot go on at .*#PF: instruction fetch.*exc_device_not_available/,
    );
  });
});
