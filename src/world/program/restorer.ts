/**
 * What a signal's handler returns to: the C library's `__restore_rt`, two instructions that call rt_sigreturn. It lies in
 * every process, above the program, as one step without a line: the debugger passes over it.
 */
import { RESTORER, RESTORER_CODE } from '../../kernel/state/memory-map';
import { RIGHTS } from '../../machine/cpu/page';
import type { Step } from './step';

const NO_RANGE = { line: -1, start: 0, end: 0 };

export const restorerStep: Step = {
  kind: 'event',
  event: { kind: 'syscall', name: { text: 'rt_sigreturn', range: NO_RANGE }, arguments: [] },
  index: -1,
  line: -1,
  address: RESTORER,
  size: RESTORER_CODE.length,
  proc: '__restore_rt',
  expected: null,
};

export const restorerSegment = { address: RESTORER, bytes: Uint8Array.from(RESTORER_CODE), rights: RIGHTS.code };
