/** The answer to `xtrace/views`: registers, tasks and tiles, with what changed since the stop before. */
import type { Task, Vcpu } from '../../kernel/state/state';
import type { Register } from '../../machine/architecture/registers';
import { fieldsOf } from '../../machine/architecture/registers/component-bits';
import { namesOfSet } from '../../machine/architecture/registers/row';
import { MAX_COLSB, parseTilecfg, TILE_SIZE } from '../../machine/architecture/tilecfg';
import { readRegister } from '../../machine/control/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { encodeBase64 } from '../protocol/base64';
import { type ComponentRow, componentRows } from '../state/component-rows';
import type { Debuggee } from '../state/debuggee';
import { type StateView, subjectOfCpu } from '../state/state-view';
import { CONTROL_ROWS } from '../variables/control';
import { hasRegister } from '../variables/register';
import type { ComponentView, RegistersView, RegisterView, TaskView, TilesView, TileView, ViewsSnapshot } from './views';

export function viewsSnapshot(debuggee: Debuggee, running: boolean): ViewsSnapshot {
  const { state, before, engine, timeText } = debuggee;
  const { step, furthest } = engine.time;
  const cpuBefore = before?.cpus[state.current];
  return {
    time: { step, furthest, text: timeText },
    running,
    registers: registersView(state, before),
    tasks: tasksView(state, before),
    tiles: tilesView(currentCpu(state)),
    ...(cpuBefore ? { previousTiles: tilesView(cpuBefore) } : {}),
  };
}

function currentCpu(state: StateView): Cpu {
  return state.cpus[state.current]!; // `cpu N` checks N
}

function registersView(state: StateView, before: StateView | undefined): RegistersView {
  const cpu = currentCpu(state);
  const rowsBefore = before ? componentRows(before, subjectOfCpu(before, cpu.index)) : [];
  const rows = componentRows(state, subjectOfCpu(state, cpu.index));
  return {
    cpu: cpu.index,
    registers: CONTROL_ROWS.filter((row) => hasRegister(row, cpu.processor)).map((row) =>
      registerView(row, cpu, before?.cpus[cpu.index]),
    ),
    rows: rows.map((row, index) => componentView(row, rowsBefore[index])),
  };
}

function registerView(row: Register, cpu: Cpu, before: Cpu | undefined): RegisterView {
  const { name, title, kind, documentation, manual, msr } = row;
  const value = readRegister(cpu, row);
  return {
    name,
    title: msr === undefined ? title : `${title}, MSR 0x${msr.toString(16)}`,
    documentation,
    manual,
    value: hexOf(value),
    isMask: kind === 'components',
    set: namesOfSet(fieldsOf(row, cpu.processor, value), value),
    changed: before !== undefined && value !== readRegister(before, row),
  };
}

function componentView(row: ComponentRow, before: ComponentRow | undefined): ComponentView {
  const { index, id, title, documentation, size } = row.component;
  const { enabled, armed, inUse, inBuffer, saved } = row;
  const changed =
    before !== undefined &&
    (before.enabled !== enabled ||
      before.armed !== armed ||
      before.inUse !== inUse ||
      before.inBuffer !== inBuffer ||
      before.saved !== saved);
  return { index, id, title, documentation, size, enabled, armed, inUse, inBuffer, saved, changed };
}

function tasksView(state: StateView, before: StateView | undefined): readonly TaskView[] {
  const current = state.kernel?.cpus[state.current]?.current;
  return (state.kernel?.tasks ?? []).map((task) => {
    const view = taskView(state, task, task.id === current);
    const old = before?.kernel?.tasks[task.id];
    const changed =
      before !== undefined && (!old || JSON.stringify(taskView(before, old, view.current)) !== JSON.stringify(view));
    return { ...view, changed };
  });
}

function taskView(state: StateView, task: Task, current: boolean): Omit<TaskView, 'changed'> {
  const { processor, xcr0 } = currentCpu(state);
  const process = state.kernel?.processes[task.process];
  const permission = process?.perm ?? 0n;
  const pending = [...task.pending, ...(process?.pending ?? [])].map(({ name }) => name);
  const dynamic = processor.xfdSupported & xcr0;
  return {
    name: task.name,
    state: task.stopped ? 'stopped' : task.state,
    cpu: task.cpu,
    current,
    size: task.fpstate.size,
    previousSize: task.previousSize,
    userSize: task.fpstate.userSize,
    maxSize: Math.max(state.kernel?.fpu.kernelMaxSize ?? 0, task.fpstate.size),
    permission: hexOf(permission),
    permitted: (permission & dynamic) === dynamic,
    xfd: hexOf(task.fpstate.xfd),
    armed: task.fpstate.xfd !== 0n,
    xfeatures: hexOf(task.fpstate.xfeatures),
    ...(task.signal === null ? {} : { signal: task.signal }),
    ...(pending.length > 0 ? { pending } : {}),
    ...(task.tracer === null ? {} : { tracer: state.kernel?.tasks[task.tracer]?.name ?? '?' }),
    ...(task.vcpu ? { guest: guestView(task, task.vcpu) } : {}),
    ...(task.sigaltstack ? { signalStack: task.sigaltstack.size } : {}),
  };
}

function guestView({ fpstate }: Task, vcpu: Vcpu): NonNullable<TaskView['guest']> {
  const { size, xfd } = vcpu.parked ? fpstate : vcpu.fpstate;
  return { size, xfd: hexOf(xfd), running: vcpu.parked !== null };
}

function tilesView({ tilecfg, tiles }: Cpu): TilesView {
  const { palette, startRow, tiles: shapes } = parseTilecfg(tilecfg);
  return {
    configured: palette !== 0,
    palette,
    startRow,
    tiles: shapes.map(({ rows, colsb }, index): TileView => {
      const bytes = tiles.subarray(TILE_SIZE * index, TILE_SIZE * (index + 1));
      return {
        index,
        rows,
        colsb: Math.min(colsb, MAX_COLSB),
        bytes: encodeBase64(bytes),
        inUse: bytes.some((byte) => byte !== 0),
      };
    }),
  };
}

function hexOf(mask: bigint): string {
  return `0x${mask.toString(16)}`;
}
