/** A context switch's work: XSAVES and XRSTORS of everything, tiles included. */

import type { Cpu } from '../src/machine/cpu/cpu';
import { COMPONENT_STATES } from '../src/machine/xstate/component-state';
import { isInitial } from '../src/machine/xstate/xinuse';
import { bareMachine } from './bare-machine';
import type { Row } from './row';
import { microsecondsEach } from './timing';

/** Two areas, as two tasks have: saving where nothing was restored from, so that nothing is left out. */
const DATA = `data tile = u8[16][64] ramp(1, 1)
data saved = zero 16384
data restored = zero 16384`;

const TILES = Array.from({ length: 8 }, (_, tile) => `    tileloadd tmm${tile}, [tile + rsi*1]`).join('\n');

const CODE = `    mov       esi, 64
${TILES}
    mov       eax, 0xffffffff
    mov       edx, 0xffffffff
    xsavec64  [restored]
    xrstors64 [restored]
    xsaves64  [saved]`;

export const EXTENDED_STATE_ROWS: readonly Row[] = [
  {
    what: 'XSAVES + XRSTORS of a full AMX state',
    unit: 'µs',
    good: 'low',
    aim: 1.2,
    limit: 'copies between registers and pages, and calls of them; the parts of vector registers; checks',
    measure: () => {
      const { cpu, run } = bareMachine(DATA, CODE);
      fillComponents(cpu);
      run('xsavec64');
      return {
        samples: microsecondsEach(() => {
          run('xsaves64');
          run('xrstors64');
        }),
      };
    },
  },
];

/** Brings every enabled component out of its initial state. */
function fillComponents(cpu: Cpu): void {
  cpu.zmm.fill(0x5a);
  cpu.opmask.fill(0x1234n);
  cpu.x87.fill(0x11);
  cpu.ftw = 0xff;
  cpu.pkru = 0x5555_5554;
  for (const { component } of COMPONENT_STATES) {
    if (cpu.xcr0 & (1n << BigInt(component)) && isInitial(cpu, component)) {
      throw new Error(`component ${component} is in its initial state`);
    }
  }
}
