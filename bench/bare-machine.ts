/** A processor without a kernel: a trace brings it into a state, then single instructions of the trace run on it. */
import type { Cpu } from '../src/machine/cpu/cpu';
import { History } from '../src/world/debugger/history/history';
import { load } from './load-trace';

export interface BareMachine {
  readonly cpu: Cpu;
  /** Runs the trace's last instruction with this mnemonic. */
  readonly run: (mnemonic: string) => void;
}

const HEADER = `xtrace 1
machine sapphire-rapids +amx-fp16 +amx-fp8
kernel none
data cfg = tilecfg { ${Array.from({ length: 8 }, (_, tile) => `tmm${tile}: 16x64`).join(', ')} }
`;

/** XCR0 with all user components, and full tiles configured. */
const START = `    xor       ecx, ecx
    xor       edx, edx
    mov       eax, 0x602e7
    xsetbv
    ldtilecfg [cfg]
`;

/** @param code instructions that all succeed. */
export function bareMachine(data: string, code: string): BareMachine {
  const program = load(`${HEADER}${data}\n${START}${code}\n`);
  const history = new History(program);
  const { world } = history;
  while (!world.ended) history.forward();
  const unhandled = world.happenings.find(({ kind }) => kind !== 'end');
  if (unhandled) throw new Error(`The trace did not run to its end: ${JSON.stringify(unhandled)}`);
  const { cpu } = world;
  const executions = new Map(
    [...program.steps].flatMap((step) =>
      step.kind === 'instruction' ? [[step.instruction.mnemonic, step.execute] as const] : [],
    ),
  );
  return {
    cpu,
    run: (mnemonic) => {
      const execute = executions.get(mnemonic);
      if (!execute) throw new Error(`the trace has no ${mnemonic}`);
      execute(cpu);
    },
  };
}
