import assert from 'node:assert/strict';
import { CLONE, ERRNO } from '../../src/kernel/state/constants';
import { CR0 } from '../../src/machine/architecture/bits';
import { Fault } from '../../src/machine/architecture/exception';
import { GPR } from '../../src/machine/architecture/gpr';
import { DATA, fillTiles, type Instruction, Machine, XTILEDATA } from './harness';

const REQ = 0x1023;
const GET_PERM = 0x1022;
const XTILE_PERM = 18;
const explicit = () => new Machine({ policy: 'explicit', threads: ['T'], kthreads: ['K'] });
const request = (machine: Machine) => machine.syscall('arch_prctl', REQ, XTILE_PERM);

function readPerm(machine: Machine): bigint {
  machine.syscall('arch_prctl', GET_PERM, DATA);
  const bytes = machine.memory.peek(machine.cpu.addressSpace, DATA, 8);
  return bytes ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) : 0n;
}

describe('access under explicit', () => {
  it('comes with the buffer, in the system call, and #NM never happens', () => {
    const machine = explicit().switch('A');
    assert.equal(request(machine), 0n);
    const { size, userSize, xfd } = machine.task('A').fpstate;
    assert.deepEqual([size, userSize, xfd, machine.cpu.xfd], [10752, 11008, 0n, 0n]);
    assert.deepEqual(machine.user(fillTiles(1)), []);
    machine.switch('B').switch('A');
    assert.deepEqual([machine.cpu.tiles[0], machine.counters.nm], [1, 0]);
  });

  it('is refused with the errors of mainline, and without memory with -ENOMEM', () => {
    const machine = explicit().switch('A');
    assert.equal(machine.syscall('arch_prctl', REQ, 17), BigInt(-ERRNO.EOPNOTSUPP));
    assert.equal(machine.syscall('arch_prctl', REQ, 20), BigInt(-ERRNO.EINVAL));
    assert.equal(machine.syscall('arch_prctl', 0x1024, DATA), BigInt(-ERRNO.EINVAL), 'nothing for guests');
    machine.state.allocFailures = 1;
    assert.equal(request(machine), BigInt(-ERRNO.ENOMEM));
    assert.deepEqual([machine.task('A').state, machine.task('A').fpstate.size], ['running', 2560]);
    assert.equal(readPerm(machine), 0x202e7n);
    assert.equal(request(machine), 0n);
    assert.equal(request(machine), 0n, 'twice');
    assert.deepEqual([machine.counters.allocs, readPerm(machine)], [1, 0x602e7n]);
  });

  it('is refused while the task’s own signal stack is too small for the frame', () => {
    const machine = explicit().switch('A');
    machine.syscall('sigaltstack', DATA, 4096);
    assert.equal(request(machine), BigInt(-ERRNO.ENOSPC));
    machine.switch('T');
    assert.equal(request(machine), 0n, 'the stack is that of another thread');
    assert.equal(machine.syscall('sigaltstack', DATA, 4096), BigInt(-ERRNO.ENOMEM));
  });

  it('belongs to one task: other threads and children get SIGILL until they ask', () => {
    const machine = explicit().switch('A');
    request(machine);
    machine.user(fillTiles(1));
    assert.ok(machine.fork('C') > 0n);
    for (const name of ['T', 'C']) {
      machine.switch(name);
      assert.equal(readPerm(machine), 0x202e7n, name);
      assert.deepEqual(machine.user(fillTiles(2)), ['#NM'], name);
      assert.equal(machine.task(name).signal, 'SIGILL', name);
      if (name === 'T') assert.equal(machine.task('A').state, 'killed', 'the signal ends the process');
    }
    assert.equal(machine.counters.allocs, 1);
  });

  it('is given anew to a thread that is made by clone, if it asks', () => {
    const machine = explicit().switch('A');
    request(machine);
    machine.entry.syscall({ name: 'clone', arguments: [CLONE.VM | CLONE.SIGHAND | CLONE.THREAD], as: 'N' });
    machine.run();
    machine.switch('N');
    assert.equal(machine.cpu.xfd, XTILEDATA);
    assert.equal(request(machine), 0n);
    assert.deepEqual([machine.user(fillTiles(3)), machine.counters.allocs], [[], 2]);
  });

  it('ends with execve, and its buffer with it', () => {
    const machine = explicit().switch('A');
    request(machine);
    machine.user(fillTiles(1));
    machine.syscall('execve');
    assert.deepEqual([machine.counters.frees, machine.counters.buffer_bytes], [1, 0]);
    assert.deepEqual([machine.cpu.xfd, machine.task('A').fpstate.size], [XTILEDATA, 2560]);
    assert.equal(readPerm(machine), 0x202e7n);
  });

  it('ends with the task', () => {
    const machine = explicit().switch('A');
    request(machine);
    machine.syscall('exit', 0);
    machine.switch('B');
    assert.deepEqual([machine.counters.frees, machine.cpu.xfd], [1, XTILEDATA]);
  });
});

describe('#NM under explicit', () => {
  it('clears IA32_XFD_ERR whatever comes of it, so that one by CR0.TS is told apart', () => {
    const fpuUse: Instruction = (cpu) => {
      if (cpu.cr0 & CR0.TS) throw new Fault('#NM', { cause: 'ts', why: 'CR0.TS is set' });
    };
    const machine = explicit().switch('A');
    machine.user(fillTiles(1));
    assert.equal(machine.cpu.xfdErr, 0n);
    machine.switch('B');
    machine.cpu.cr0 |= CR0.TS;
    assert.deepEqual(machine.user(fpuUse), ['#NM']);
    assert.equal(machine.task('B').state, 'running');
  });

  it('in the kernel is an oops: there is a call to make first', () => {
    const machine = explicit().switch('A');
    machine.entry.enterKernelSection();
    machine.user(fillTiles(1));
    assert.equal(machine.kernel.state.oops, 'tile use outside of kernel_amx_begin');
  });
});

describe('kernel_amx_begin', () => {
  const begin = (machine: Machine) => {
    machine.kernelSection('begin', 'amx');
    return Number(machine.kernel.state.result);
  };
  const end = (machine: Machine) => machine.kernelSection('end', 'amx');

  it('saves the task, disarms XFD for the section and arms it again behind it', () => {
    for (const asks of [true, false]) {
      const machine = explicit().switch('A');
      if (asks) request(machine);
      if (asks) machine.user(fillTiles(7));
      const rax = (machine.cpu.gpr[GPR.RAX] ?? 0n) + 5n;
      machine.cpu.gpr[GPR.RAX] = rax;
      assert.equal(begin(machine), 0);
      assert.deepEqual([machine.cpu.xfd, machine.cpu.cpl, machine.cpu.tiles[0]], [0n, 0, 0]);
      fillTiles(9)(machine.cpu);
      end(machine);
      assert.deepEqual([machine.cpu.xfd, machine.cpu.cpl], [asks ? 0n : XTILEDATA, 3]);
      assert.deepEqual([...new Set(machine.cpu.tiles)], [asks ? 7 : 0], 'the task’s own');
      assert.equal(machine.cpu.gpr[GPR.RAX], rax, 'its result is no register of the task');
      assert.equal(machine.counters.allocs - machine.counters.frees, asks ? 1 : 0);
    }
  });

  it('works in a kernel thread and in idle, which have nothing to save', () => {
    for (const where of ['K', 'idle']) {
      const machine = explicit().switch('B').switch(where);
      const { steps } = machine;
      steps.length = 0;
      assert.equal(begin(machine), 0, where);
      assert.ok(!steps.includes('save_fpregs_to_fpstate.xsave'));
      end(machine);
      assert.equal(machine.cpu.xfd, XTILEDATA, where);
    }
  });

  it('says -ENOMEM before it touches anything, and its end is then nothing', () => {
    const machine = explicit().switch('A');
    machine.state.allocFailures = 1;
    assert.equal(begin(machine), -ERRNO.ENOMEM);
    assert.deepEqual([machine.cpu.xfd, machine.entry.inKernelSection], [XTILEDATA, false]);
    end(machine);
    assert.deepEqual([machine.cpu.xfd, machine.counters.xfd_writes], [XTILEDATA, 0]);
  });

  it('says -EBUSY where it is nested, and in the middle of a section of vector code', () => {
    const machine = explicit().switch('A');
    begin(machine);
    assert.equal(begin(machine), -ERRNO.EBUSY);
    end(machine);
    machine.kernelSection('begin', 'fpu');
    assert.equal(begin(machine), -ERRNO.EBUSY);
    assert.equal(machine.counters.buffer_bytes, 0);
  });

  it('keeps its tiles when an interrupt uses vector registers in the middle', () => {
    const machine = explicit().switch('A');
    begin(machine);
    fillTiles(9)(machine.cpu);
    machine.cpu.zmm.fill(3);
    machine.kernelSection('begin', 'fpu');
    machine.cpu.zmm.fill(4);
    machine.cpu.tiles.fill(4);
    machine.kernelSection('end', 'fpu');
    assert.deepEqual([machine.cpu.tiles[0], machine.cpu.zmm[0], machine.cpu.xfd], [9, 3, 0n]);
    assert.ok(machine.entry.inKernelSection);
  });

  it('does not exist on a processor without tiles, nor under other policies', () => {
    const machine = new Machine({ policy: 'explicit', changes: [{ feature: 'AMX_TILE', present: false }] }).switch('A');
    assert.equal(begin(machine), -ERRNO.EOPNOTSUPP);
    for (const policy of ['linux', 'linux-rfc-2020', 'eager']) {
      assert.equal(new Machine({ policy }).entry.kernelAmx('begin'), false);
    }
  });
});

describe('kernel_fpu_begin in a section of its own kind', () => {
  for (const policy of ['linux', 'linux-rfc-2020', 'eager']) {
    it(`does not nest: the first end ends both (${policy})`, () => {
      const machine = new Machine({ policy }).switch('A');
      machine.kernelSection('begin', 'fpu').kernelSection('begin', 'fpu').kernelSection('end', 'fpu');
      assert.equal(machine.entry.inKernelSection, false);
      machine.kernelSection('end', 'fpu');
      assert.equal(machine.cpu.cpl, 3);
    });
  }
});

describe('tiles in the kernel', () => {
  it('oops where XFD is armed for the current task, and work where it is not', () => {
    const oops = { linux: true, 'linux-rfc-2020': true, eager: false };
    for (const [policy, expected] of Object.entries(oops)) {
      const armed = new Machine({ policy }).switch('A');
      armed.kernelSection('begin', 'fpu').user(fillTiles(1));
      assert.equal(armed.kernel.state.oops !== null, expected, policy);
      const disarmed = new Machine({ policy }).switch('A').permit();
      disarmed.user(fillTiles(1));
      disarmed.kernelSection('begin', 'fpu').user(fillTiles(2));
      disarmed.kernelSection('end', 'fpu');
      assert.deepEqual([disarmed.kernel.state.oops, disarmed.cpu.tiles[0]], [null, 1], policy);
    }
  });
});
