/** Whether a signal frame holds an XSAVE image: the software bytes and MAGIC2 say so (fpu/signal.c: check_xstate_in_sigframe). */
import { LEGACY_SIZE } from '../../machine/architecture/xsave-format';
import { HEADER_SIZE } from '../../machine/xstate/xsave-area';
import { copyFromUser } from '../model/memory/user-memory';
import type { KernelContext } from '../routines/kernel-context';
import { since, until } from '../routines/of-version';
import { num } from '../routines/read-locals';
import type { RoutineStep } from '../routines/routine';
import type { LocalsWith } from '../routines/routine-locals';
import { FP_XSTATE_MAGIC1, FP_XSTATE_MAGIC2, MAGIC2_SIZE } from './rt-sigframe';

/** The smallest image that can be an XSAVE one: the legacy region and the header. */
const MIN_XSTATE_SIZE = LEGACY_SIZE + HEADER_SIZE;

/** The fields of the frame's software bytes. */
type Said = 'buf_fx' | 'extended_size' | 'magic1' | 'xstate_size';

function check(
  name: string,
  condition: string,
  why: string,
  passes: (locals: LocalsWith<Said>, kernel: KernelContext) => boolean,
): RoutineStep<Said> {
  return {
    name,
    code: `if (${condition}) goto setfx;`,
    why,
    run: (kernel, locals) => (passes(locals, kernel) ? undefined : { goto: 'fx_only' }),
  };
}

const SIZE_CHECKS: readonly RoutineStep<Said>[] = [
  check(
    'check_min',
    'fx_sw.xstate_size < min_xstate_size',
    'Not even room for a header: 576 bytes.',
    (locals) => num(locals, 'xstate_size') >= MIN_XSTATE_SIZE,
  ),
  check(
    'check_max',
    'fx_sw.xstate_size > fpu->fpstate->user_size',
    'More than this task has a buffer for. Less is fine: a frame from before the task used tiles.',
    (locals, kernel) => num(locals, 'xstate_size') <= (kernel.current?.fpstate.userSize ?? 0),
  ),
  check(
    'check_extended',
    'fx_sw.xstate_size > fx_sw.extended_size',
    'The two sizes contradict each other.',
    (locals) => num(locals, 'xstate_size') <= num(locals, 'extended_size'),
  ),
];

/** @param where the magic number is looked for, behind the beginning of the image. */
function checkMagic2(where: 'fx_sw.xstate_size' | 'fpu->fpstate->user_size', why: string): RoutineStep<Said> {
  return {
    name: 'check_magic2',
    code: `if (__get_user(magic2, buf_fx + ${where})) goto out; if (magic2 == FP_XSTATE_MAGIC2) goto restore;`,
    why: `The second magic number is behind the image. Without it, the frame was copied by somebody who knows only the legacy part. ${why}`,
    run: (kernel, locals) => {
      const said = where === 'fx_sw.xstate_size';
      const size = said ? num(locals, 'xstate_size') : (kernel.current?.fpstate.userSize ?? 0);
      const bytes = copyFromUser(kernel, num(locals, 'buf_fx') + size, MAGIC2_SIZE);
      if (!bytes) return { goto: 'out' };
      const magic2 = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
      return magic2 === FP_XSTATE_MAGIC2 ? { goto: 'restore' } : undefined;
    },
  };
}

/** The checks behind the copy of the software bytes. A failed check continues at `fx_only`, the last passed one at `restore`. */
export const SIGFRAME_CHECKS: readonly RoutineStep<Said>[] = [
  check(
    'check_magic1',
    'fx_sw.magic1 != FP_XSTATE_MAGIC1',
    'Not an XSAVE image: nothing but the legacy part counts.',
    (locals) => num(locals, 'magic1') === FP_XSTATE_MAGIC1,
  ),
  ...until(
    'seeksMagicAtUserSize',
    ...SIZE_CHECKS,
    checkMagic2('fx_sw.xstate_size', 'It is where the first part says.'),
  ),
  ...since(
    'seeksMagicAtUserSize',
    checkMagic2(
      'fpu->fpstate->user_size',
      'It is looked for where a frame of this task would end now, whatever the first part says: a frame from before the first use of tiles, or of a smaller machine, is not recognised.',
    ),
  ),
];
