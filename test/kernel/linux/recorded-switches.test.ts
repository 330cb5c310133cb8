/**
 * What the trace buffer of a real Linux 6.1 says about extended state (test/fixtures/linux/switches.txt), against the model:
 * its scheduling, forks, system calls and first uses are done again in the same order, and the model must save, load, read
 * and write the same things in between, and nothing else.
 *
 * The groups are those without signal handlers, and without kernel_fpu_begin in an interrupt, which leaves no event.
 *
 * What user code did to the registers is not in the recording. It shows in XSTATE_BV of the next save, and is taken from there.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { xstateBv } from '../../../src/kernel/model/xstate/fpstate';
import type { KernelContext } from '../../../src/kernel/routines/kernel-context';
import { initialiseTiles, tilecfgWritten, tilesWritten } from '../../../src/machine/amx/tile-state';
import { Fault } from '../../../src/machine/architecture/exception';
import { Machine, XTILEDATA } from '../harness';

const XTILECFG = 0x20000n;
const XTILE = XTILECFG | XTILEDATA;
const FILE = path.join(__dirname, '../../fixtures/linux/switches.txt');

interface Recorded {
  readonly task: string;
  readonly event: string;
  readonly rest: string;
}

const GROUPS: ReadonlyMap<string, readonly Recorded[]> = (() => {
  const groups = new Map<string, Recorded[]>();
  let lines: Recorded[] = [];
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    const [, task = '', event = '', rest = ''] = /-(\d+) +\[000\] \S+ +\S+ (\w+)(?:: ?|\()(.*)$/.exec(line) ?? [];
    const begin = /^BEGIN (\w+)/.exec(rest)?.[1];
    if (begin) {
      lines = [];
      groups.set(begin, lines);
    }
    if (event) lines.push({ task, event, rest });
  }
  return groups;
})();

function field(rest: string, name: string): string {
  return new RegExp(`\\b${name}[=:] ?(\\S+)`).exec(rest)?.[1] ?? '';
}

/** What the recording says that the kernel did, in the words of the model's log. Tasks are named by their IDs. */
function recordedActions(lines: readonly Recorded[]): string[] {
  const owner = new Map<string, string>();
  return lines.flatMap(({ task, event, rest }) => {
    const area = field(rest, 'fpu');
    switch (event) {
      case 'restore_fp': {
        const bits = (BigInt(field(rest, 'bv')) & XTILE).toString(16);
        const [size, usize, xfeatures, xfd] = ['size', 'usize', 'xfeatures', 'xfd'].map((name) => field(rest, name));
        return [`restore ${task} ${size} ${usize} ${xfeatures} xfd=${xfd} tiles=${bits}`];
      }
      case 'x86_fpu_regs_activated':
        owner.set(area, task);
        return [`activated ${task}`];
      case 'x86_fpu_regs_deactivated':
        return [`deactivated ${owner.get(area) ?? task}`];
      case 'read_msr':
      case 'write_msr':
        return [`${event} ${rest.trim()}`];
      default:
        return [];
    }
  });
}

class Replay extends Machine {
  readonly log: string[] = [];

  constructor(
    readonly first: string,
    kthreads: readonly string[],
  ) {
    super({ tasks: [first], kthreads, options: { version: '6.1' } });
    const { context: kernel } = this.kernel;
    const [read, write] = [kernel.readMsr.bind(kernel), kernel.writeMsr.bind(kernel)];
    kernel.readMsr = (number) => {
      const value = read(number);
      this.log.push(`read_msr ${number.toString(16)}, value ${value.toString(16)}`);
      return value;
    };
    kernel.writeMsr = (number, value) => {
      this.log.push(`write_msr ${number.toString(16)}, value ${value.toString(16)}`);
      write(number, value);
    };
    this.switch(first);
    this.log.length = 0;
  }

  override step(): void {
    const frame = this.kernel.state.stack.at(-1);
    const name = frame && `${frame.routine}.${this.kernel.context.routine(frame.routine).steps[frame.step]?.name}`;
    const action = ACTIONS[name ?? '']?.(this.kernel.context, frame?.locals ?? {});
    if (action) this.log.push(action);
    super.step();
  }

  /** Runs routines, but does not return to user mode: the recording says when that happens. */
  settle(): void {
    while (this.kernel.active) this.step();
  }

  /** The registers as user code must have made them. */
  adopt(used: bigint): void {
    const { cpu, current } = this;
    if (!current || current.kthread || current.needFpuLoad) return;
    cpu.tilecfg.fill(0);
    if (used & XTILECFG) cpu.tilecfg.set([1], 0);
    tilecfgWritten(cpu);
    initialiseTiles(cpu);
    if (used & XTILEDATA) {
      cpu.tiles.fill(1);
      tilesWritten(cpu);
    }
  }
}

type Action = (kernel: KernelContext, locals: Readonly<Record<string, unknown>>) => string;

const ACTIONS: Readonly<Record<string, Action>> = {
  'restore_fpregs_from_fpstate.update_xfd': (kernel, { fpstate }) => {
    const task = kernel.task(String(fpstate));
    assert.ok(task);
    const { size, userSize, xfeatures, xfd } = task.fpstate;
    const bits = (xstateBv(kernel, task.fpstate) & XTILE).toString(16);
    return `restore ${task.name} ${size} ${userSize} 0x${xfeatures.toString(16)} xfd=0x${xfd.toString(16)} tiles=${bits}`;
  },
  'fpregs_restore_userregs.activate': (_kernel, { tsk }) => `activated ${tsk}`,
  'switch_fpu_prepare.last_cpu': (_kernel, { old }) => `deactivated ${old}`,
  'fpu__drop.disown': (_kernel, { tsk }) => `deactivated ${tsk}`,
};

type Do = (machine: Replay, line: Recorded, next: Recorded | undefined, before: Recorded | undefined) => void;

const EVENTS: Readonly<Record<string, Do>> = {
  sched_switch: (machine, { rest }, next) => {
    if (next?.event === 'x86_fpu_regs_deactivated') machine.adopt(BigInt(`0x${field(next.rest, 'xfeatures')}`));
    const pid = field(rest, 'next_pid');
    machine.entry.switchTo(pid === '0' ? 'idle' : pid);
    machine.settle();
  },
  restore_fp: (machine) => machine.run(),
  tracing_mark_write: (machine) => machine.run(),
  sys_arch_prctl: (machine, { rest }) => {
    machine.run();
    const [option = '', argument = ''] = ['option', 'arg2'].map((name) => field(rest, name).replace(/\W/g, ''));
    if (option !== '1023') return;
    machine.entry.syscall({ name: 'arch_prctl', arguments: [BigInt(`0x${option}`), BigInt(`0x${argument}`)] });
    machine.settle();
  },
  sched_process_fork: (machine, { rest }, _next, copied) => {
    machine.run();
    machine.adopt(BigInt(`0x${field(copied?.rest ?? '', 'xfeatures')}`));
    machine.entry.syscall({ name: 'fork', arguments: [], as: field(rest, 'child_pid') });
    machine.settle();
  },
  /** TIF_NEED_FPU_LOAD (`load: 1`) is still set where the call was made before the task was last switched out. */
  sched_process_exit: (machine, _line, next) => {
    if (field(next?.rest ?? '', 'load') !== '1') machine.run();
    if (next?.event === 'x86_fpu_regs_deactivated') machine.adopt(BigInt(`0x${field(next.rest, 'xfeatures')}`));
    machine.entry.syscall({ name: 'exit_group', arguments: [0n] });
    machine.settle();
  },
  /** #NM: the processor has said why. */
  read_msr: (machine) => {
    machine.run();
    machine.cpu.xfdErr = XTILEDATA;
    machine.entry.exception(new Fault('#NM', { cause: 'xfd', why: 'recorded' }));
    machine.settle();
  },
};

describe('what a real Linux 6.1 saved, loaded and wrote', () => {
  for (const [name, lines] of GROUPS) {
    it(`in ${name} the model does as well`, () => {
      const switches = lines.filter(({ event }) => event === 'sched_switch').map(({ rest }) => rest);
      const others = switches.filter((rest) => !/next_comm=(amxtest|swapper)/.test(rest));
      const kthreads = [...new Set(others.map((rest) => field(rest, 'next_pid')))];
      const machine = new Replay(lines[0]?.task ?? '', kthreads);
      for (const [index, line] of lines.entries()) {
        EVENTS[line.event]?.(machine, line, lines[index + 1], lines[index - 1]);
      }
      const expected = recordedActions(lines);
      assert.ok(expected.length > 5);
      assert.deepEqual(machine.log, expected);
    });
  }
});
