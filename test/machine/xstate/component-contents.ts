/** Contents for all state components, and what they are. */
import { COMPONENTS, componentsIn, hasBit } from '../../../src/machine/architecture/component';
import type { Cpu } from '../../../src/machine/cpu/cpu';
import { componentImage, componentState, restoreComponent } from '../../../src/machine/xstate/component-state';

export const INDICES = COMPONENTS.map(({ index }) => index);

/** Every component of `live` gets contents of its own. */
export function fill(cpu: Cpu, live: bigint, seed: number): void {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  for (const { index, kind } of componentsIn(live)) {
    if (kind === 'supervisor') {
      cpu.supervisorImage(index)[8 % cpu.supervisorImage(index).length] = 0x10;
      continue;
    }
    const row = componentState(index);
    const image = Uint8Array.from({ length: row.size }, next);
    if (index === 0) image[3] = next() & 0x38; // no pending exception, any top of stack
    if (index === 17)
      image.set(Uint8Array.from({ length: 64 }, (_, at) => (at === 0 || at === 48 || at === 16 ? 1 : 0)));
    restoreComponent(cpu, index, image);
  }
  if (hasBit(live, 1)) cpu.mxcsr = 0x1f80 | (next() & 0x3f);
}

/** By component, in hex. */
export function images(cpu: Cpu): Map<number, string> {
  return new Map(INDICES.map((index) => [index, Buffer.from(componentImage(cpu, index)).toString('hex')]));
}
