/** Calls through pointers, as interpreters make them: how fast a run goes that leaves its page with each call and return. */
import { runSteps, startRun } from './drive';
import type { Row } from './row';
import { millisecondsOf } from './timing';

const STEPS = 1_000_000;
const FUNCTIONS = 16;
/** Instructions of ten bytes: more than a page of them. */
const FILLING = 'mov r15, 0x123456789abcdef0\n'.repeat(410);

/** Functions of which each lies in a page of its own are called by turns, through a table. */
const CALLS = `xtrace 1
data table = u64[${FUNCTIONS}] zero
${numbers((n) => `lea rax, [rip + function${n}]\nmov [table + ${8 * n}], rax`)}
lea rsi, [table]
mov ecx, 2000000000
again:
mov edx, ecx
and edx, ${FUNCTIONS - 1}
call [rsi + rdx*8]
dec ecx
jnz again
${numbers((n) => `proc function${n}\nadd eax, ${n}\nret\n${FILLING}end`)}
`;

function numbers(text: (n: number) => string): string {
  return Array.from({ length: FUNCTIONS }, (_, n) => text(n)).join('\n');
}

export const CALLING_ROWS: readonly Row[] = [
  {
    what: 'Calls through pointers, to functions of other pages',
    unit: 'million instructions/s',
    good: 'high',
    limit: 'a look at an array for each target, and the call stack',
    measure: () => {
      const engine = startRun(CALLS);
      const times = millisecondsOf({ warmUp: 2, repeat: 9 }, () => runSteps(engine, STEPS));
      return { samples: times.map((milliseconds) => STEPS / 1000 / milliseconds) };
    },
  },
];
