/** The answer to `xtrace/views`: registers, tasks and tiles, with what changed since the stop before. */
import type { Task, Vcpu } from '../../kernel/state/state';
import { MAX_COLSB, parseTilecfg, TILE_SIZE } from '../../machine/architecture/tilecfg';
import type { Cpu } from '../../machine/cpu/cpu';
import { inUse } from '../../machine/xstate/xinuse';
import { encodeBase64 } from '../protocol/base64';
import { type ComponentRow, componentRows } from '../state/component-rows';
import type { Debuggee } from '../state/debuggee';
import { type StateView, subjectOfCpu } from '../state/state-view';
import type { ComponentView, RegistersView, TaskView, TilesView, TileView, ViewsSnapshot } from './views';

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

const REGISTERS: readonly (readonly [
  name: 'xcr0' | 'xss' | 'xfd' | 'xfdErr' | 'xinuse',
  read: (cpu: Cpu) => bigint,
])[] = [
  ['xcr0', (cpu) => cpu.xcr0],
  ['xss', (cpu) => cpu.xss],
  ['xfd', (cpu) => cpu.xfd],
  ['xfdErr', (cpu) => cpu.xfdErr],
  ['xinuse', inUse],
];

function registersView(state: StateView, before: StateView | undefined): RegistersView {
  const cpu = currentCpu(state);
  const cpuBefore = before?.cpus[cpu.index];
  const rowsBefore = before ? componentRows(before, subjectOfCpu(before, cpu.index)) : [];
  const rows = componentRows(state, subjectOfCpu(state, cpu.index));
  const [xcr0, xss, xfd, xfdErr, xinuse] = REGISTERS.map(([, read]) => hexOf(read(cpu))) as [
    string,
    string,
    string,
    string,
    string,
  ]; // one a row
  return {
    cpu: cpu.index,
    xcr0,
    xss,
    xfd,
    xfdErr,
    xinuse,
    changed: REGISTERS.filter(([, read]) => cpuBefore && read(cpu) !== read(cpuBefore)).map(([name]) => name),
    rows: rows.map((row, index) => componentView(row, rowsBefore[index])),
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
