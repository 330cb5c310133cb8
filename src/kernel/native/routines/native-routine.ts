/** Routines that are one call of a real kernel's function. */
import type { KernelContext } from '../../routines/kernel-context';
import type { NativeFunctions } from '../../routines/native-functions';
import type { Routine, RoutineStep } from '../../routines/routine';
import type { LocalName, LocalsWith, RoutineName } from '../../routines/routine-locals';
import type { NativeResult } from '../../state/routine-frame';

/** A routine, and the function that its image must have; without that, the modelled routine stays. */
export interface NativeRow {
  readonly routine: Routine;
  readonly needs: string;
}

interface NativeRoutine<R extends RoutineName> extends Pick<Routine<R>, 'name' | 'signature' | 'file' | 'context'> {
  readonly summary: string;
  /** The function; that of the routine's name unless given. */
  readonly calls?: string;
  readonly returns?: NativeResult;
  /** What the model does before the call. A result ends the routine. */
  readonly before?: RoutineStep<LocalName<R>>;
  readonly arguments?: (
    native: NativeFunctions,
    kernel: KernelContext,
    locals: LocalsWith<LocalName<R>>,
  ) => readonly bigint[];
}

const WHY = 'Executed instruction by instruction, as the image has it: step in to follow it.';

export function nativeRoutine<R extends RoutineName>({
  calls,
  returns = 'void',
  arguments: given,
  before,
  ...head
}: NativeRoutine<R>): NativeRow & { readonly routine: Routine<R> } {
  const name = calls ?? head.name;
  const routine: Routine<R> = {
    ...head,
    native: name,
    steps: [
      ...(before ? [before] : []),
      {
        name: 'call',
        code: `${returns === 'void' ? '' : 'return '}${name}(...);`,
        why: WHY,
        run: (kernel, locals) => {
          const values = kernel.native && given ? given(kernel.native, kernel, locals as LocalsWith<LocalName<R>>) : [];
          return { native: name, arguments: values, returns };
        },
      },
    ],
  };
  return { routine, needs: name };
}
