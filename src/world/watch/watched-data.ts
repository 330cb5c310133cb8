/** One piece of watched data: the last known value, and the accesses that concern the data. */
import { parseExpressionText } from '../../language/syntax/parse-expression';
import type { Expression } from '../../language/tree/expression';
import type { Scope } from '../../language/vocabulary/value';
import { placeScope } from '../scope/scope';
import type { World } from '../state/world';
import type { AccessLog } from './access-log';
import type { DataTarget } from './data-access';
import { type Dependency, dependenciesOf, isFixed } from './dependency';
import type { InstructionAccess, RegisterSet } from './instruction-access';
import { type RecordField, recordFieldsOf } from './record-fields';
import { spansOverlap } from './register-span';
import { isSameSample, type Sample, sampleExpression, sampleMemory } from './sample';

/** What a moment has done to the data. */
export interface Touch {
  readonly read: boolean;
  readonly write: boolean;
  readonly change: boolean;
  readonly before: Sample;
  readonly after: Sample;
}

/** What a moment was. */
export interface MomentFacts {
  /** The instruction that the moment has executed; undefined for other moments. */
  readonly instruction: InstructionAccess | undefined;
  /** The CPU that executed the moment. */
  readonly cpu: number;
  /** Nothing but that instruction has happened. */
  readonly isPure: boolean;
}

export class WatchedData {
  dependencies: readonly Dependency[] = [];
  private readonly expression: Expression | undefined;
  /** The value at the present moment; undefined while nobody knows it. */
  private sample: Sample | undefined;
  private key = '';
  /** Of the kernel; undefined while they are not known. */
  private fields: readonly RecordField[] | undefined;
  /** How many tasks there were then: a new one can have the name of an old one. */
  private taskCount = 0;
  private areFixed = false;

  constructor(
    private readonly world: World,
    readonly id: number,
    readonly target: DataTarget,
  ) {
    this.expression = target.kind === 'expression' ? parseExpressionText(target.text) : undefined;
  }

  /** The run has come to the present moment by another way: the known value does not hold any more. */
  forget(): void {
    this.sample = undefined;
    this.fields = undefined;
  }

  /** The fields of the kernel's records that the present value is read from. */
  get recordFields(): readonly RecordField[] {
    const tasks = this.world.kernel?.state.tasks.length ?? 0;
    if (!this.fields || tasks !== this.taskCount) this.fields = this.findFields();
    this.taskCount = tasks;
    return this.fields;
  }

  /** Makes sure that the present value is known. True when the value has other dependencies than before. */
  learn(): boolean {
    if (this.sample) return false;
    this.sample = this.take();
    return this.updateDependencies();
  }

  /**
   * Whether an instruction has to be looked at by itself, because of the registers that it may access.
   *
   * @param reads whether reading is an access that matters.
   */
  concerns(access: InstructionAccess, reads: boolean): boolean {
    return this.dependencies.some((dependency) =>
      dependency.kind === 'memory'
        ? access.isPiecemeal
        : mayWrite(access, dependency) || isIn(access.writes, dependency) || (reads && isIn(access.reads, dependency)),
    );
  }

  /** What the moment that has just passed has done; undefined for nothing. */
  touchedBy(facts: MomentFacts, log: AccessLog): Touch | undefined {
    let [read, write, isSuspect] = [false, false, false];
    const recordIsWritten = this.fields?.some((field) => log.records.hasWritten(field)) === true;
    if (recordIsWritten) this.fields = undefined;
    for (const dependency of this.dependencies) {
      const access = accessTo(dependency, facts, log, recordIsWritten);
      read ||= access.read;
      write ||= access.write;
      isSuspect ||= access.isSuspect;
    }
    if (!read && !write && !isSuspect) return undefined;
    const before = this.sample ?? this.take();
    const after = write || isSuspect ? this.take() : before;
    this.sample = after;
    const change = !isSameSample(before, after);
    return read || write || change ? { read, write: write || change, change, before, after } : undefined;
  }

  /** Finds the dependencies of the present value; true when they have changed. */
  updateDependencies(): boolean {
    if (this.areFixed) return false;
    const dependencies = this.find();
    const key = JSON.stringify(dependencies);
    if (key === this.key) return false;
    this.key = key;
    this.dependencies = dependencies;
    const { expression } = this;
    this.areFixed = expression === undefined || (this.isOfTrace && isFixed(expression, dependencies));
    return true;
  }

  private take(): Sample {
    if (this.expression)
      return sampleTile(this.world, this.dependencies) ?? sampleExpression(this.expression, this.scope);
    return this.target.kind === 'memory' ? sampleMemory(this.world, this.target) : { kind: 'none', why: '' };
  }

  private find(): Dependency[] {
    const { world, target, expression } = this;
    if (target.kind === 'memory') return [{ kind: 'memory', range: target }];
    if (!expression) return [];
    const { cpu, task, space } = target.place;
    const found = dependenciesOf(expression, { world, scope: this.scope, cpu, task, space });
    return target.place.routine === undefined ? found : [...found, { kind: 'kernel', of: 'others' }];
  }

  /** Of the registers of a task, and of the variables of a routine, only changes are looked for. */
  private findFields(): readonly RecordField[] {
    const { dependencies, expression, target, world } = this;
    const ofKernel = dependencies.filter((dependency) => dependency.kind === 'kernel');
    if (!expression || target.kind === 'memory') return [];
    if (ofKernel.length === 0 || ofKernel.some(({ of }) => of === 'others')) return [];
    return recordFieldsOf(world, expression, { ...target.place, cpu: target.place.cpu ?? 0 });
  }

  /** Names mean the same in every kernel routine: local variables do not hide registers here. */
  private get isOfTrace(): boolean {
    return this.target.kind === 'memory' || this.target.place.routine === undefined;
  }

  private get scope(): Scope {
    const { target, world } = this;
    return placeScope(world, target.kind === 'expression' ? target.place : { cpu: null, task: null });
  }
}

/** All elements of a tile: by itself it is no single value but the shape that it has. */
function sampleTile({ cpus }: World, dependencies: readonly Dependency[]): Sample | undefined {
  const [tile, shape, ...others] = dependencies;
  if (tile?.kind !== 'span' || tile.span.file !== 'tile') return undefined;
  if (shape?.kind !== 'span' || shape.span.file !== 'tilecfg' || others.length > 0) return undefined;
  const registers = cpus[tile.cpu]?.tmm[tile.span.index];
  return registers && { kind: 'bytes', bytes: registers.slice() };
}

interface DependencyAccess {
  readonly read: boolean;
  readonly write: boolean;
  /** The value may have changed without a write that anybody has told of. */
  readonly isSuspect: boolean;
}

function accessTo(
  dependency: Dependency,
  facts: MomentFacts,
  log: AccessLog,
  recordIsWritten: boolean,
): DependencyAccess {
  const { instruction, isPure } = facts;
  switch (dependency.kind) {
    case 'memory':
      return { ...log.toMemory(dependency.range), isSuspect: false };
    case 'kernel':
      return { read: false, write: recordIsWritten, isSuspect: !isPure };
    case 'flow':
      return { read: false, write: false, isSuspect: true };
    default: {
      const told = log.toRegister(dependency);
      const own = dependency.cpu === facts.cpu ? instruction : undefined;
      return {
        read: told.read || (own !== undefined && isIn(own.reads, dependency)),
        write: told.write || (own !== undefined && isIn(own.writes, dependency)),
        isSuspect: !isPure || (own !== undefined && mayWrite(own, dependency)),
      };
    }
  }
}

function isIn(set: RegisterSet, dependency: Dependency): boolean {
  if (dependency.kind === 'span') return set.spans.some((span) => spansOverlap(span, dependency.span));
  if (dependency.kind !== 'register') return false;
  const { key, flag } = dependency;
  if (key === 'rflags') return flag === undefined ? set.flags.size > 0 : set.flags.has(flag);
  return set.keys.has(key);
}

/** Registers that follow from what nearly every instruction changes. */
const VOLATILE: ReadonlySet<string> = new Set(['rip', 'inUse']);
const X87: ReadonlySet<string> = new Set(['fcw', 'fsw', 'ftw', 'fop', 'fcs', 'fds', 'fip', 'fdp']);

/** Whether an instruction can write a register that its operands do not name. */
function mayWrite(access: InstructionAccess, dependency: Dependency): boolean {
  if (dependency.kind === 'flow') return true;
  if (dependency.kind !== 'register') return dependency.kind === 'span' && access.isSystem;
  const { key } = dependency;
  if (VOLATILE.has(key) || access.isSystem) return true;
  if (key === 'mxcsr') return access.usesVectors || access.usesX87;
  return X87.has(key) && access.usesX87;
}
