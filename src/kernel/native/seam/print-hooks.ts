/** What the kernel's code says: `printk` goes to who shows the run, and warnings are warnings of the modelled kernel. */
import { toLinear } from '../../../machine/architecture/linear-address';
import { warn } from '../../model/warn';
import type { Hook, SeamContext } from './hook';
import { formatted } from './print';

const REASON = 'The log, its levels and its consoles are not modelled.';

function textOf({ memory }: SeamContext, argument: (index: number) => bigint): string {
  let index = 1;
  return formatted(memory, memory.text(toLinear(argument(0)) ?? 0), () => argument(index++));
}

export const PRINT_HOOKS: readonly Hook[] = [
  {
    names: ['_printk'],
    signature: 'int _printk(const char *fmt, ...)',
    meaning: 'The message is a record of the run.',
    reason: REASON,
    run: (seam, argument) => {
      seam.kernel.emit({ kind: 'printk', message: textOf(seam, argument) });
      return 0n;
    },
  },
  {
    names: ['__warn_printk'],
    signature: 'void __warn_printk(const char *fmt, ...)',
    meaning: 'The text of the warning that comes next.',
    reason: REASON,
    run: (seam, argument) => {
      warn(seam.kernel, textOf(seam, argument));
      return 0n;
    },
  },
];
