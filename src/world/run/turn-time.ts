/** The time that a program's instructions take: a nanosecond each, which the kernel is told when it is entered. */
import type { Turn } from '../state/flow';
import type { World } from '../state/world';

/** Instructions of one turn. */
const QUANTUM = 100_000;

export function newTurn(owner: number): Turn {
  return { left: QUANTUM, told: QUANTUM, owner };
}

/** The task of the turn has all of its instructions again. What it has executed must have been told. */
export function renewTurn(turn: Turn): void {
  turn.left = QUANTUM;
  turn.told = QUANTUM;
}

/** Tells the kernel how much time the current task has taken since the kernel was told last. */
export function tellTime({ flow, entry }: World): void {
  const turn = flow.run?.turn;
  if (!turn || turn.told === turn.left) return;
  entry?.passTime(BigInt(turn.told - turn.left));
  turn.told = turn.left;
}
