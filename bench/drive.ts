/** Moves a run on as the debug adapter does: by commands, in slices. */
import { Debugger } from '../src/world/debugger/debugger';
import type { Command } from '../src/world/debugger/debugger-types';
import { load } from './load-trace';

/** Sums a table of products into another: loads, stores and arithmetic in a loop, as compilers write it. */
export const LOOP = `xtrace 1
data table = u32[1024] ramp(1, 3)
data sums  = u32[1024] zero
data cold  = u32[1024] zero
    lea       rsi, [table]
    lea       rdi, [sums]
    xor       ecx, ecx
    xor       ebx, ebx
    mov       edx, 12345
    mov       r8d, 2000000000
.loop:
    mov       eax, DWORD PTR [rsi+rcx*4]
    imul      eax, edx
    add       ebx, eax
    mov       DWORD PTR [rdi+rcx*4], ebx
    inc       ecx
    and       ecx, 1023
    dec       r8d
    jnz       .loop
`;

/** As the adapter does it: that many moments between two looks at the clock. */
export const SLICE = 256;

/** A run of `text` that has begun to go on. */
export function startRun(text: string): Debugger {
  const engine = new Debugger(load(text));
  engine.start({ kind: 'continue' });
  return engine;
}

export function runSteps(engine: Debugger, steps: number): void {
  const end = engine.time.step + steps;
  while (engine.time.step < end) engine.advance(Math.min(SLICE, end - engine.time.step));
}

export function perform(engine: Debugger, command: Command): void {
  engine.start(command);
  while (!engine.advance(SLICE));
}
