/** Two tasks that both use tiles take turns: what the kernel and the processor have to do for each switch. */
import { runSteps, startRun } from './drive';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const TASK = `    syscall   arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    mov       eax, 64
    ldtilecfg [cfg]
    tileloadd tmm0, [tile + rax*1] => #NM`;

/** Steps before the first of the switches that are measured. */
const BEFORE = 10;
const SWITCHES = 1000;
const REPEAT = 20;

/** Every statement behind the tasks' beginnings is a switch, so that a step is one. */
const TURNS = `xtrace 1
machine sapphire-rapids
kernel  linux
data cfg  = tilecfg { ${Array.from({ length: 8 }, (_, tile) => `tmm${tile}: 16x64`).join(', ')} }
data tile = u8[16][64] ramp(1, 1)
task A
task B
switch A
${TASK}
switch B
${TASK}
${'switch A\nswitch B\n'.repeat((SWITCHES / 2) * (REPEAT + 2))}`;

export const SWITCHING_ROWS: readonly Row[] = [
  {
    what: 'A context switch between two tile users, kernel steps included',
    unit: 'µs',
    good: 'low',
    aim: 30,
    limit: 'the lines of the kernel’s routines, each a moment of the run',
    measure: () => {
      const engine = startRun(TURNS);
      runSteps(engine, BEFORE);
      const times = millisecondsOf({ warmUp: 1, repeat: REPEAT }, () => runSteps(engine, SWITCHES));
      return { samples: times.map((milliseconds) => (milliseconds * 1000) / SWITCHES) };
    },
  },
];
