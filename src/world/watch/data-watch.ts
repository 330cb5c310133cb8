/**
 * Watches data while a run goes on. Runs of plain steps end before each instruction that may access watched registers,
 * and before each access to watched memory; then a single moment is looked at. So data that nobody touches costs next
 * to nothing, and a value is read again only when something that it depends on may have been written.
 */
import { type MemoryObserver, type MemoryRange, PreventedAccess } from '../../machine/cpu/observer';
import type { InstructionStep } from '../program/step';
import { advance } from '../run/moment';
import { advancePlain, type Passing } from '../run/plain-steps';
import type { World } from '../state/world';
import { AccessLog } from './access-log';
import { accessorIn, codeIn, named, type Who } from './accessor';
import type { Accessor, DataAccess, DataAccessKind, DataTarget } from './data-access';
import { accessOf } from './instruction-access';
import type { RecordField } from './record-fields';
import { type Touch, WatchedData } from './watched-data';

export interface DataWatchRequest {
  readonly id: number;
  readonly target: DataTarget;
  readonly access: DataAccessKind;
}

interface Watched {
  readonly data: WatchedData;
  readonly access: DataAccessKind;
}

/** `off`: accesses are not observed. `plain`: the run ends before an access. `single`: an access is noted. */
type Mode = 'off' | 'plain' | 'single';

const WRITES: ReadonlySet<DataAccessKind> = new Set<DataAccessKind>(['write', 'readWrite']);
const READS: ReadonlySet<DataAccessKind> = new Set<DataAccessKind>(['read', 'readWrite']);

const NO_FIELDS: readonly RecordField[] = [];

const CONCERNS: Readonly<Record<DataAccessKind, (touch: Touch) => boolean>> = {
  read: ({ read }) => read,
  write: ({ write }) => write,
  readWrite: ({ read, write }) => read || write,
  change: ({ change }) => change,
};

export class DataWatch {
  /** What the latest moment has accessed. */
  accesses: readonly DataAccess[] = [];
  private readonly all: readonly Watched[];
  private readonly log = new AccessLog();
  private mode: Mode = 'off';
  /** Where reading is an access that matters. */
  private readRanges: ReadonlySet<MemoryRange> = new Set();
  /** Of each of the data, the fields of the kernel's records that are watched. */
  private fields: readonly (readonly RecordField[])[];
  /** Nothing is known of the present values. */
  private isLost = true;

  /** @param onDependencies the instructions that `concerns` tells of are others from now on. */
  constructor(
    private readonly world: World,
    requests: readonly DataWatchRequest[],
    private readonly onDependencies: () => void,
  ) {
    this.all = requests.map(({ id, target, access }) => ({ data: new WatchedData(world, id, target), access }));
    this.fields = this.all.map(() => NO_FIELDS);
    for (const cpu of world.cpus) cpu.observer = this.log.observerOf(cpu.index);
    for (const { data } of this.all) data.updateDependencies();
    this.watchMemory();
  }

  /** Leaves the world to itself. */
  dispose(): void {
    for (const cpu of this.world.cpus) cpu.observer = null;
    this.world.memory.watch([], this.onMemory);
    this.log.records.watch([]);
  }

  /** Whether an instruction has to be executed by itself. */
  concerns({ instruction }: InstructionStep): boolean {
    const access = accessOf(instruction);
    return this.all.some(({ data, access: kind }) => data.concerns(access, READS.has(kind)));
  }

  /** The user has changed the present moment: the known values do not hold any more. */
  forget(): void {
    this.isLost = true;
  }

  /** The run has come to the present moment by another way than `forward`: the accesses before are unknown. */
  lose(): void {
    this.forget();
    this.accesses = [];
  }

  /** Forward by one moment, or by up to `most` plain steps that access nothing of the data. Returns by how many. */
  forward(most: number, passing: Passing | undefined): number {
    this.accesses = [];
    if (this.isLost) this.learn();
    this.log.clear();
    return (most > 1 ? this.passPlain(most, passing) : 0) || this.moveOnce();
  }

  private passPlain(most: number, passing: Passing | undefined): number {
    const { world } = this;
    if (world.flow.phase !== 'start' || this.isNear()) return 0;
    this.mode = 'plain';
    const passed = advancePlain(world, most, passing);
    this.mode = 'off';
    world.executed = null;
    // Of a run of plain steps only the last one can have done more than go on: by a fault.
    if (passed > 0 && (world.happenings.length > 0 || world.flow.phase !== 'start')) {
      this.judge(world.flow.cpu, codeIn(world));
    }
    return passed;
  }

  private moveOnce(): number {
    const { world } = this;
    const { cpu } = world.flow;
    const by = accessorIn(world);
    this.log.clear();
    this.mode = 'single';
    this.watchRecords();
    this.log.records.begin();
    advance(world);
    this.log.records.end();
    this.mode = 'off';
    this.judge(cpu, by);
    return 1;
  }

  /** Of records of the kernel writes matter, also where the value stays. */
  private watchRecords(): void {
    const fields = this.all.map(({ data, access }) => (WRITES.has(access) ? data.recordFields : NO_FIELDS));
    if (fields.every((some, index) => some === this.fields[index])) return;
    this.fields = fields;
    this.log.records.watch(fields.flat());
  }

  /** Whether the instruction that comes next has to be executed by itself. */
  private isNear(): boolean {
    const { step } = this.world;
    return step?.kind === 'instruction' && this.concerns(step);
  }

  private judge(cpu: number, by: Who): void {
    const { world, log } = this;
    const { executed } = world;
    const facts = {
      instruction: executed ? accessOf(executed.instruction) : undefined,
      cpu,
      isPure: executed !== null && !world.kernel?.active && world.happenings.length === 0,
    };
    let areOthers = false;
    for (const { data, access } of this.all) {
      const touch = data.touchedBy(facts, log);
      if (!touch && facts.isPure) continue;
      areOthers = data.updateDependencies() || areOthers;
      if (touch && CONCERNS[access](touch)) {
        this.accesses = [...this.accesses, dataAccess(data, touch, named(world, by))];
      }
    }
    if (areOthers) this.dependenciesChanged();
  }

  private learn(): void {
    this.isLost = false;
    let areOthers = false;
    for (const { data } of this.all) {
      data.forget();
      areOthers = data.learn() || areOthers;
    }
    if (areOthers) this.dependenciesChanged();
  }

  private dependenciesChanged(): void {
    this.watchMemory();
    this.onDependencies();
  }

  private watchMemory(): void {
    const rangesOf = ({ data }: Watched) =>
      data.dependencies.flatMap((dependency) => (dependency.kind === 'memory' ? [dependency.range] : []));
    this.readRanges = new Set(this.all.filter(({ access }) => READS.has(access)).flatMap(rangesOf));
    this.world.memory.watch(this.all.flatMap(rangesOf), this.onMemory);
  }

  private readonly onMemory: MemoryObserver = (range, direction) => {
    if (direction === 'read' && !this.readRanges.has(range)) return;
    if (this.mode === 'plain') throw new PreventedAccess();
    if (this.mode === 'single') this.log.noteMemory(range, direction);
  };
}

function dataAccess({ id, target }: WatchedData, { change, write, before, after }: Touch, by: Accessor): DataAccess {
  return { id, target, kind: change ? 'change' : write ? 'write' : 'read', before, after, by };
}
