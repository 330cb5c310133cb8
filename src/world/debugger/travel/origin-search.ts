/**
 * Follows a value back through copies to where it was made: to the last write of its place, from there to the place that the
 * bytes were taken from, and so on; then back to where it began. Everything is found by going there.
 */

import { areaText, candidatesFor, sectionOf } from '../../origin/area-candidates';
import { instructionSource } from '../../origin/instruction-source';
import { type Location, locationOf, locationText, targetOf } from '../../origin/location';
import { areSameBytes, bytesAt } from '../../origin/location-bytes';
import type { SectionPlace } from '../../origin/section-place';
import { perhapsMade, type Source } from '../../origin/source';
import { dataAt } from '../../program/symbol-at';
import { currentStep } from '../../state/world';
import type { DataAccess, DataTarget } from '../../watch/data-access';
import { describeSample } from '../../watch/sample';
import { sampleOf } from '../../watch/sample-of';
import type { OriginStep, StopReason } from '../debugger-types';
import { BackwardRun } from './backward-run';
import type { RunParts } from './forward-run';
import { Journey } from './journey';
import { originAt } from './stepping';
import type { Work } from './work';

/** More copies than this in a row are no chain but a loop that moves a value around. */
const MOST_COPIES = 100;

export class OriginSearch implements Work {
  readonly found: OriginStep[] = [];
  private readonly origin: number;
  private location: Location;
  /** Of the component that the bytes belong to, where they do: known from where they were found. */
  private section: SectionPlace | undefined;
  private search: BackwardRun | undefined;
  private isFirst = true;
  /** To the moment before the write. */
  private approach: { readonly journey: Journey; readonly access: DataAccess; readonly moment: number } | undefined;
  private back: { readonly journey: Journey; readonly reason: StopReason } | undefined;

  constructor(
    private readonly parts: RunParts,
    target: DataTarget,
  ) {
    const { world, moment } = parts.history;
    this.origin = moment;
    this.location = locationOf(world, target);
    this.section = sectionOf(world, this.location);
  }

  advance(slice: number, isPaused: () => boolean): StopReason | undefined {
    if (this.back) return this.back.journey.advance(slice) ? this.back.reason : undefined;
    if (this.approach) {
      const { journey, access, moment } = this.approach;
      if (journey.advance(slice)) this.explain(access, moment);
      return undefined;
    }
    this.search ??= this.lastWrite();
    const reason = this.search.advance(slice, isPaused);
    if (reason?.kind === 'pause') return this.end(reason);
    if (reason?.kind === 'goal' && reason.access) this.approachWrite(reason.access);
    else if (reason) this.endAtBeginning();
    return undefined;
  }

  private lastWrite(): BackwardRun {
    const { history, stops } = this.parts;
    const goal = { kind: 'write', target: targetOf(this.location) } as const;
    stops.lookFor(goal);
    // What has led to the present moment counts, too; later on, what has led to the write that was looked at last does not.
    const parts = { ...this.parts, standsAtEnd: this.isFirst };
    this.isFirst = false;
    return new BackwardRun(parts, { kind: 'seek-back', goal }, originAt(history.world, history.moment));
  }

  private approachWrite(access: DataAccess): void {
    const { history } = this.parts;
    this.search = undefined;
    this.approach = { journey: new Journey(history, history.moment - 1), access, moment: history.moment };
  }

  /** At the moment before the write; afterwards behind it, where the next search begins. */
  private explain(access: DataAccess, moment: number): void {
    this.approach = undefined;
    const { history } = this.parts;
    const { world } = history;
    const at = { moment, step: currentStep(world), line: world.line };
    const place = this.describe(this.location);
    const source = this.sourceOf(access);
    const hasStayed = source.kind === 'made' && access.kind === 'write' && !source.isSure;
    if (source.kind === 'kept' || hasStayed) return;
    this.found.push({
      ...at,
      by: access.by,
      place,
      value: describeSample(access.after),
      why: source.kind === 'copy' ? `copied from ${this.describe(source.from)}` : source.why,
      inputs: source.kind === 'copy' ? [] : source.inputs,
    });
    if (source.kind !== 'copy' || this.found.length >= MOST_COPIES)
      return void this.end({ kind: 'traced', chain: this.found });
    this.location = source.from;
    this.section = sectionOf(world, source.from) ?? this.section;
  }

  /** Passes the write, and looks at what is read meanwhile. */
  private sourceOf({ by, after }: DataAccess): Source {
    const { history } = this.parts;
    const { world } = history;
    // What is named by a task can be on a CPU now.
    if (this.location.kind === 'expression') this.location = locationOf(world, this.location.target);
    const { location, section } = this;
    const { step, cpu } = world;
    const isInstruction = by.kind === 'code' && step?.kind === 'instruction';
    const ofInstruction =
      isInstruction && location.kind !== 'expression'
        ? instructionSource({ world, cpu, instruction: step.instruction, to: location })
        : undefined;
    const isCopied = section && (!isInstruction || /^f?x(save|rstor)/.test(step.instruction.mnemonic));
    const candidates = isCopied ? candidatesFor(world, location, section) : [];
    const before = candidates.map((candidate) => bytesAt(world, candidate));
    const saved = by.kind !== 'code' ? this.savedRegister(describeSample(after)) : undefined;
    history.watchData(
      candidates.map((candidate, id) => ({ id, target: targetOf(candidate), access: 'read' })),
      () => {},
    );
    history.forward();
    const read = new Set(history.accesses.map(({ id }) => id));
    const now = bytesAt(world, location);
    const copied = candidates.find((_, index) => read.has(index) && areSameBytes(before[index], now));
    if (copied) return { kind: 'copy', from: copied };
    if (saved) return { kind: 'copy', from: saved };
    if (isCopied) return perhapsMade('set by the kernel or to the initial state');
    return ofInstruction ?? perhapsMade('set by the kernel');
  }

  /** Of a general register that a switch loads: as the kernel keeps it of the task that is switched out, with this value. */
  private savedRegister(value: string): Location | undefined {
    const { location } = this;
    const target = targetOf(location);
    if (location.kind !== 'register' || location.span.file !== 'general' || target.kind !== 'expression')
      return undefined;
    const { world } = this.parts.history;
    const saved = (world.kernel?.state.tasks ?? [])
      .filter(({ cpu }) => cpu === null)
      .map(
        ({ name, id }): DataTarget => ({
          kind: 'expression',
          text: `${name}.${target.text}`,
          place: { cpu: location.cpu, task: id },
        }),
      );
    const found = saved.find((one) => describeSample(sampleOf(world, one)) === value);
    return found && { kind: 'expression', target: found };
  }

  /** Nobody has written there: it has been so from the beginning. */
  private endAtBeginning(): void {
    const { world } = this.parts.history;
    const { location } = this;
    this.found.push({
      moment: 0,
      step: 1,
      line: this.declaration(),
      by: undefined,
      place: this.describe(location),
      value: describeSample(sampleOf(world, targetOf(location))),
      why: 'so from the beginning',
      inputs: [],
    });
    this.end({ kind: 'traced', chain: this.found });
  }

  private describe(location: Location): string {
    const { world } = this.parts.history;
    const area = areaText(world, location);
    return `${locationText(location, world.program)}${area === undefined ? '' : ` (${area})`}`;
  }

  /** The line of the data that the bytes are of; -1 for none. */
  private declaration(): number {
    const { location } = this;
    if (location.kind !== 'memory') return -1;
    return dataAt(this.parts.history.world.program.symbols, location.address)?.symbol.line ?? -1;
  }

  private end(reason: StopReason): undefined {
    this.parts.stops.lookFor(undefined);
    this.back = { journey: new Journey(this.parts.history, this.origin), reason };
  }
}
