/** Locks, and what may sleep: one CPU executes at a time here, so that nobody is ever waited for. They keep others off all the same. */
import { FLAG } from '../../../machine/architecture/bits';
import { addToPreemptCount } from '../preemption';
import type { Hook, SeamContext } from './hook';

const REASON = 'One CPU executes at a time: nothing is contended.';

interface LockRow {
  readonly signature: string;
  readonly meaning: string;
  /** Of the CPU's count of reasons not to preempt. */
  readonly count: 1 | -1;
  /** Interrupts; left out where they stay as they are. */
  readonly interrupts?: (argument: (index: number) => bigint) => boolean;
}

/** A spin lock; what it returns are the flags before it. */
function spinLock(name: string, { count, interrupts, ...row }: LockRow): Hook {
  return {
    ...row,
    names: [name],
    reason: REASON,
    run: (seam, argument) => {
      const { cpu } = seam.kernel;
      const before = BigInt(cpu.rflags);
      if (interrupts) cpu.rflags = interrupts(argument) ? cpu.rflags | FLAG.IF : cpu.rflags & ~FLAG.IF;
      addToPreemptCount({ ...seam, cpu }, count);
      return before;
    },
  };
}

function noOperation(names: Hook['names'], signature: string, reason = REASON): Hook {
  return { names, signature, meaning: 'Nothing.', reason, run: () => 0n };
}

/** Soft interrupts, by as much as the second argument says. */
function softInterrupts({ kernel, ...seam }: SeamContext, change: number): bigint {
  addToPreemptCount({ ...seam, cpu: kernel.cpu }, change);
  return 0n;
}

const OFF = 'No other task gets the CPU from here on';
const ON = 'Another task may get the CPU again';
const LOCK = 'raw_spinlock_t *lock';
const WITH_FLAGS = 1;
const COUNT = 1;

export const LOCK_HOOKS: readonly Hook[] = [
  spinLock('_raw_spin_lock', { signature: `void _raw_spin_lock(${LOCK})`, meaning: `${OFF}.`, count: 1 }),
  spinLock('_raw_spin_unlock', { signature: `void _raw_spin_unlock(${LOCK})`, meaning: `${ON}.`, count: -1 }),
  spinLock('_raw_spin_lock_irq', {
    signature: `void _raw_spin_lock_irq(${LOCK})`,
    meaning: `${OFF}, and no interrupt comes.`,
    count: 1,
    interrupts: () => false,
  }),
  spinLock('_raw_spin_unlock_irq', {
    signature: `void _raw_spin_unlock_irq(${LOCK})`,
    meaning: `${ON}, and interrupts come.`,
    count: -1,
    interrupts: () => true,
  }),
  spinLock('_raw_spin_lock_irqsave', {
    signature: `unsigned long _raw_spin_lock_irqsave(${LOCK})`,
    meaning: `${OFF}, and no interrupt comes.`,
    count: 1,
    interrupts: () => false,
  }),
  spinLock('_raw_spin_unlock_irqrestore', {
    signature: `void _raw_spin_unlock_irqrestore(${LOCK}, unsigned long flags)`,
    meaning: `${ON}, and interrupts are as they were.`,
    count: -1,
    interrupts: (argument) => (argument(WITH_FLAGS) & BigInt(FLAG.IF)) !== 0n,
  }),
  noOperation(['mutex_lock'], 'void mutex_lock(struct mutex *lock)'),
  noOperation(['mutex_unlock'], 'void mutex_unlock(struct mutex *lock)'),
  {
    names: ['__local_bh_disable_ip'],
    signature: 'void __local_bh_disable_ip(unsigned long ip, unsigned int cnt)',
    meaning: `${OFF}.`,
    reason: REASON,
    run: (seam, argument) => softInterrupts(seam, Number(argument(COUNT) & 0xffff_ffffn)),
  },
  {
    names: ['__local_bh_enable_ip'],
    signature: 'void __local_bh_enable_ip(unsigned long ip, unsigned int cnt)',
    meaning: `${ON}.`,
    reason: 'No soft interrupt is ever pending here.',
    run: (seam, argument) => softInterrupts(seam, -Number(argument(COUNT) & 0xffff_ffffn)),
  },
  noOperation(['__cond_resched'], 'int __cond_resched(void)', 'Who runs next is what the trace says.'),
  noOperation(['__rcu_read_lock'], 'void __rcu_read_lock(void)', 'Nothing waits for a grace period here.'),
  noOperation(['__rcu_read_unlock'], 'void __rcu_read_unlock(void)', 'Nothing waits for a grace period here.'),
];
