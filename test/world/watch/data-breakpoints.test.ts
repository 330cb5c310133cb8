/** Data breakpoints: what they stop on, forward and back. */
import assert from 'node:assert/strict';
import { Debugger } from '../../../src/world/debugger/debugger';
import type { Breakpoint, StopReason } from '../../../src/world/debugger/debugger-types';
import type { DataAccessKind } from '../../../src/world/watch/data-access';
import { describeChange } from '../../../src/world/watch/sample';
import { exampleText, fingerprint, go, load, trace } from '../harness';

function watching(text: string, access: DataAccessKind = 'change', id = 1): Breakpoint {
  return { id, on: 'data', access, target: { kind: 'expression', text, place: { cpu: 0, task: null } } };
}

function atMemory(space: number, address: number, length: number, access: DataAccessKind): Breakpoint {
  return { id: 1, on: 'data', access, target: { kind: 'memory', space, address, length } };
}

interface Stop {
  readonly moment: number;
  /** The zero-based line of who did it, or `routine.step` of the kernel. */
  readonly by: string;
  readonly change: string;
}

function stopOf(engine: Debugger, reason: StopReason): Stop {
  assert.equal(reason.kind, 'breakpoint');
  assert.ok(reason.kind === 'breakpoint' && reason.access);
  const { by, before, after } = reason.access;
  const place =
    by.kind === 'kernel' ? `${by.routine}.${by.step}` : `line ${(engine.program.stepAt(by.address)?.line ?? -2) + 1}`;
  return { moment: engine.time.moment, by: place, change: describeChange(before, after) };
}

/** All stops of a run from its beginning to its end; then the same going back. */
function stops(text: string, breakpoint: Breakpoint): { forward: Stop[]; back: Stop[] } {
  const engine = new Debugger(load(text));
  engine.setBreakpoints([breakpoint]);
  const forward: Stop[] = [];
  for (
    let reason = go(engine, { kind: 'continue' });
    reason.kind !== 'end';
    reason = go(engine, { kind: 'continue' })
  ) {
    forward.push(stopOf(engine, reason));
  }
  const back: Stop[] = [];
  const goBack = () => go(engine, { kind: 'reverse-continue' });
  for (let reason = goBack(); reason.kind !== 'start-of-history'; reason = goBack()) back.push(stopOf(engine, reason));
  assert.deepEqual(back.toReversed(), forward, 'the stops back are the stops forward, reversed');
  return { forward, back };
}

/** The places of the stops, and what changed. */
function seen(text: string, breakpoint: Breakpoint): string[] {
  return stops(text, breakpoint).forward.map(({ by, change }) => `${by}: ${change}`);
}

const LOOP = trace(
  'none',
  `data cell = u32[4] zero
mov   ecx, 3
again:
mov   [cell+4], ecx
mov   edx, [cell+8]
dec   ecx
jnz   again
mov   eax, 1
mov   eax, 1
add   eax, 0
nop`,
);

describe('a data breakpoint on a register', () => {
  it('stops on each write, also where the value stays, behind the instruction', () => {
    assert.deepEqual(seen(LOOP, watching('eax', 'write')), [
      'line 11: 0x0 to 0x1',
      'line 12: 0x1 to 0x1',
      'line 13: 0x1 to 0x1',
    ]);
  });

  it('stops on a change only where the value does not stay', () => {
    assert.deepEqual(seen(LOOP, watching('eax')), ['line 11: 0x0 to 0x1']);
  });

  it('stops where the instruction’s row reads it', () => {
    assert.deepEqual(seen(LOOP, watching('eax', 'read')), ['line 13: 0x1 to 0x1']);
    assert.deepEqual(seen(LOOP, watching('eax', 'readWrite')).length, 3);
  });

  it('sees the parts of a register that an instruction writes', () => {
    const text = trace('none', 'mov al, 1\nmov ah, 2\nmov ax, 0x303\nmov ebx, eax\nmov rax, 4\nnop');
    assert.deepEqual(seen(text, watching('ah', 'write')), [
      'line 5: 0x0 to 0x2',
      'line 6: 0x2 to 0x3',
      'line 8: 0x3 to 0x0',
    ]);
    assert.deepEqual(seen(text, watching('ah', 'read')), ['line 7: 0x3 to 0x3']);
  });

  it('sees single flags', () => {
    const text = trace('none', 'xor eax, eax\nstc\nmov ebx, 1\nstc\nclc\nnop');
    assert.deepEqual(seen(text, watching('rflags.CF')), ['line 5: 0 to 1', 'line 8: 1 to 0']);
    assert.deepEqual(seen(text, watching('rflags.CF', 'write')).length, 4);
  });

  it('sees one lane of a vector, and no other', () => {
    const text = trace(
      'linux',
      'task A\nswitch A\nvpcmpeqd ymm3, ymm3, ymm3\nvpxor xmm3, xmm3, xmm3\nmov rax, 7\nmovq xmm3, rax\nnop',
    );
    assert.deepEqual(seen(text, watching('zmm3.u32[6]')), ['line 6: 0x0 to 0xffffffff', 'line 7: 0xffffffff to 0x0']);
    const lines = (lane: number) =>
      seen(text, watching(`zmm3.u32[${lane}]`, 'write')).map((stop) => stop.split(':')[0]);
    assert.deepEqual(lines(6).slice(1), ['line 6', 'line 7']);
    assert.deepEqual(lines(0).slice(1), ['line 6', 'line 7', 'line 9']);
    assert.match(lines(6)[0] ?? '', /^restore_fpregs_from_fpstate\./, 'XRSTORS on the way to user mode is a write');
  });
});

describe('a data breakpoint on memory', () => {
  const cell = 'u32[cell+4]';

  it('stops on each write, and not on the ones beside', () => {
    assert.deepEqual(seen(LOOP, watching(cell, 'write')), [
      'line 7: 0x0 to 0x3',
      'line 7: 0x3 to 0x2',
      'line 7: 0x2 to 0x1',
    ]);
    assert.deepEqual(seen(LOOP, watching('u32[cell]', 'write')), []);
    assert.deepEqual(seen(LOOP, watching('u32[cell+8]', 'read')).length, 3);
    assert.deepEqual(seen(LOOP, watching(cell, 'read')), []);
    assert.deepEqual(seen(LOOP, watching('u32[cell+8]', 'write')), []);
  });

  it('takes a range by its address', () => {
    const { program } = new Debugger(load(LOOP));
    const symbol = program.symbols.get('cell');
    assert.ok(symbol?.kind === 'data');
    const { address } = symbol;
    assert.deepEqual(seen(LOOP, atMemory(0, address + 6, 4, 'write')).length, 3, 'two bytes of what is written');
    assert.deepEqual(seen(LOOP, atMemory(0, address + 8, 4, 'write')).length, 0);
    assert.deepEqual(seen(LOOP, atMemory(0, address + 6, 4, 'readWrite')).length, 6);
    assert.equal(seen(LOOP, atMemory(0, address + 4, 4, 'change'))[0], 'line 7: 00 00 00 00 to 03 00 00 00');
  });

  it('sees accesses across pages, by string instructions and by the stack', () => {
    const text = trace(
      'none',
      `data a = u8[8192] zero
lea rdi, [a+4000]
mov al, 5
mov ecx, 200
rep stosb
mov rbx, [a+4092]
push rbx
lea rdi, [a+4094]
mov DWORD PTR [rdi], 7
call f
nop
proc f
ret
end`,
    );
    assert.deepEqual(
      seen(text, watching('u8[a+4096]', 'readWrite')).map((stop) => stop.split(':')[0]),
      ['line 8', 'line 9', 'line 12'],
    );
    assert.deepEqual(
      seen(text, watching('u64[rsp-8]', 'write')).map((stop) => stop.split(':')[0]),
      ['line 10', 'line 13', 'line 16'],
      'the address depends on rsp, which RET writes',
    );
  });

  it('sees no access in what a fault has prevented', () => {
    const text = trace(
      'none',
      `data a = u8[4096] zero
idt #PF = skip
lea rsi, [a+4090]
mov [rsi], rax => #PF
mov rax, [rsi] => #PF
nop
proc skip
add QWORD PTR [rsp+8], 3
add rsp, 8
iretq
end`,
    );
    assert.deepEqual(seen(text, watching('u8[a+4090]', 'readWrite')), []);
  });
});

describe('a data breakpoint on what the kernel manages', () => {
  const FIRST_USE = exampleText('first-use.xtrace');
  /** As seen by a front end: `routine.step` by its name, lines by their text. */
  function told(text: string, breakpoint: Breakpoint): string[] {
    const { program } = new Debugger(load(text));
    const lines = text.split('\n');
    return seen(text, breakpoint).map((stop) => {
      const [place = '', change = ''] = stop.split(/: (.*)/s);
      const line = /^line (\d+)$/.exec(place)?.[1];
      const [routine, step] = place.split('.');
      const name = program.policy.routines.find((each) => each.name === routine)?.steps[Number(step)]?.name;
      return `${line === undefined ? `${routine}.${name}` : (lines[Number(line) - 1]?.trim().split(/ +/)[0] ?? '')}: ${change}`;
    });
  }

  it('says who disarmed XFD, and who set and cleared IA32_XFD_ERR', () => {
    assert.deepEqual(told(FIRST_USE, watching('xfd')), ['xfirstuse_event_handler.disarm: 0x40000 to 0x0']);
    assert.deepEqual(told(FIRST_USE, watching('xfd.XTILEDATA', 'write')), ['xfirstuse_event_handler.disarm: 1 to 0']);
    assert.deepEqual(told(FIRST_USE, watching('xfd_err', 'write')), [
      'tilezero: 0x0 to 0x40000',
      'xfirstuse_event_handler.clear_xfd_err: 0x40000 to 0x0',
    ]);
  });

  it('says where a buffer grew, and what an expression of several things depends on', () => {
    assert.deepEqual(told(FIRST_USE, watching('A.fpstate.size')), ['alloc_xstate_area.install: 2560 to 10752']);
    assert.deepEqual(told(FIRST_USE, watching('A.fpstate.size > 5000 && xfd == 0')), [
      'xfirstuse_event_handler.disarm: 0 to 1',
    ]);
    assert.deepEqual(told(FIRST_USE, watching('kernel.nm')), ['tilezero: 0 to 1']);
    assert.deepEqual(told(FIRST_USE, watching('A.state')), ['__switch_to.current: ready to running']);
  });

  it('sees tiles as a whole and by element', () => {
    const whole = told(FIRST_USE, watching('tmm0', 'write')).map((stop) => stop.split(':')[0]);
    assert.deepEqual(whole, ['copy_kernel_to_fpregs.xrstor', 'ldtilecfg', 'tilezero', 'tdpbssd']);
    assert.deepEqual(told(FIRST_USE, watching('tmm0.i32[3][2]')), ['tdpbssd: 0 to -1952']);
    const reads = told(FIRST_USE, watching('tmm0', 'read')).map((stop) => stop.split(':')[0]);
    assert.deepEqual(reads, ['tdpbssd', 'tilestored']);
  });

  it('follows a task’s registers into its buffer and out again', () => {
    const text = exampleText('ping-pong.xtrace');
    assert.deepEqual(told(text, watching('A.tmm0.u8[0][0]'))[0]?.split(':')[0], 'tileloadd');
    const saved = told(text, watching('tmm0.u8[0][0]')).slice(1);
    assert.ok(saved.some((stop) => stop.startsWith('restore_fpregs_from_fpstate.xrstor')));
  });

  it('sees permission and the result of a system call', () => {
    const text = exampleText('permission.xtrace');
    const grants = told(text, watching('A.perm'));
    assert.ok(grants.length > 0);
    assert.ok(
      grants.every((stop) => !stop.startsWith('line')),
      grants.join('; '),
    );
  });
});

describe('a data breakpoint on records of the kernel', () => {
  const TWICE = trace(
    'linux',
    `task A
task B
switch A
syscall rt_sigprocmask(SIG_BLOCK, 4) => = 0
syscall rt_sigprocmask(SIG_BLOCK, 4) => = 0
switch B
switch A
nop`,
  );

  it('stops on each write by the kernel, also where the value stays', () => {
    const routines = (access: DataAccessKind) =>
      seen(TWICE, watching('A.blocked', access)).map((stop) => stop.replace(/\.\d+: /, ': '));
    assert.deepEqual(routines('write'), ['sys_rt_sigprocmask: 0x0 to 0x4', 'sys_rt_sigprocmask: 0x4 to 0x4']);
    assert.deepEqual(routines('change'), ['sys_rt_sigprocmask: 0x0 to 0x4']);
  });

  it('sees whose state the registers hold, and what a CPU knows of it', () => {
    const places = (text: string, access: DataAccessKind = 'change') =>
      seen(TWICE, watching(text, access)).map((stop) => stop.replace(/\.\d+: /, ': '));
    assert.deepEqual(places('A.need_fpu_load')[0], 'fpregs_restore_userregs: 1 to 0');
    assert.ok(places('A.need_fpu_load').some((stop) => stop.startsWith('switch_fpu: 0 to 1')));
    assert.ok(places('cpu[0].fpregs_owner').length >= 2);
    assert.deepEqual(places('A.last_cpu')[0]?.split(': ')[1], '-1 to 0');
    assert.equal(places('cpu[1].fpregs_owner', 'write').length, 0, 'nothing runs there');
  });

  it('takes no other field of the same record, and no record of another task, for it', () => {
    assert.deepEqual(seen(TWICE, watching('B.blocked', 'write')), []);
    assert.deepEqual(seen(TWICE, watching('A.fpstate.size', 'write')), []);
    assert.deepEqual(seen(TWICE, watching('A.perm', 'write')), []);
  });

  it('leaves the run as it is, and the records as plain data once it is gone', () => {
    const end = (breakpoints: Breakpoint[]) => {
      const engine = new Debugger(load(TWICE));
      engine.setBreakpoints(breakpoints);
      while (!engine.world.ended) go(engine, { kind: 'continue' });
      engine.setBreakpoints([]);
      return engine.world;
    };
    const watched = end([watching('A.sigaltstack.size + A.blocked + A.pending + A.perm', 'write')]);
    assert.deepEqual(fingerprint(watched), fingerprint(end([])));
    const accessors = watched.kernel?.state.tasks.flatMap((task) =>
      Object.entries(Object.getOwnPropertyDescriptors(task)).filter(([, { get }]) => get !== undefined),
    );
    assert.deepEqual(accessors, []);
  });
});

describe('the user’s changes', () => {
  it('never stop, and what follows is compared with them', () => {
    const text = trace('none', 'nop\nmov eax, 1\nmov eax, 2\nnop');
    const engine = new Debugger(load(text));
    engine.setBreakpoints([watching('eax')]);
    go(engine, { kind: 'in' });
    engine.edit({ kind: 'assign', target: 'eax', value: '1', place: { cpu: 0, task: null } });
    assert.equal(stopOf(engine, go(engine, { kind: 'continue' })).change, '0x1 to 0x2');
    go(engine, { kind: 'in' });
    assert.equal(stopOf(engine, go(engine, { kind: 'reverse-continue' })).change, '0x1 to 0x2');
    assert.equal(go(engine, { kind: 'reverse-continue' }).kind, 'start-of-history');
  });
});
