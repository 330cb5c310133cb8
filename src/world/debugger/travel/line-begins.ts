/** Which moments going back over lines of a program stops at: those at which going forward would. */
import { nativeHere } from '../../compiled/kernel-image';
import { inlinedDepth, partOfLine } from '../../compiled/source-place';
import type { World } from '../../state/world';
import { currentPlace, depth } from '../places/stack-frames';
import type { Origin } from './stepping';

/** The frame and the line that the flow was in, in the frame that the command began in or outside of it. */
interface Passed {
  readonly moment: number;
  readonly line: string;
}

export class LineBegins {
  private passed: Passed | undefined;

  constructor(private readonly entersCalls: boolean) {}

  /** To be asked at each moment of a stretch, in its order. A line that goes on, behind a call or in a loop, does not begin. */
  isBegin(origin: Origin, world: World): boolean {
    const place = currentPlace(world);
    if (place.kind === 'trace') return world.flow.phase === 'start' && depth(world) <= origin.depth;
    // A routine of the model, around a real kernel's code.
    if (place.kind === 'kernel') return depth(world) <= origin.depth;
    const isBetween = nativeHere(world) === undefined && world.flow.phase !== 'start';
    if (place.kind !== 'source' || isBetween || world.currentTask?.id !== origin.task) return false;
    const level = depth(world);
    const inlined = inlinedDepth(world);
    const isInner = level > origin.depth || (level === origin.depth && inlined > origin.inlined);
    const part = partOfLine(world);
    if ((isInner && !this.entersCalls) || part === 'prologue') return false;
    const before = this.passed && world.moment > this.passed.moment ? this.passed.line : undefined;
    const line = `${level} ${inlined} ${place.line} ${place.path}`;
    this.passed = { moment: world.moment, line };
    return part === 'begin' && line !== before;
  }
}
