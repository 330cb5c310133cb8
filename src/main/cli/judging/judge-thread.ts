/** The thread's side of judging traces. */
import { setImmediate } from 'node:timers/promises';
import { judge } from './judge';
import type { JudgeRequest } from './judge-in-threads';
import type { Verdict } from './verdict';

/** Standard input belongs to the main thread. */
const HOST = { readInput: () => new Uint8Array(), breathe: () => setImmediate() };

export function judgeRequest({ file, options }: JudgeRequest): Promise<Verdict> {
  return judge(file, options, HOST);
}
