/** Locks, and what may sleep: one CPU executes at a time here, so that nobody is ever waited for. */
import type { Hook } from './hook';

const REASON = 'One CPU executes at a time: nothing is contended.';

function noOperation(names: Hook['names'], signature: string, reason = REASON): Hook {
  return { names, signature, meaning: 'Nothing.', reason, run: () => 0n };
}

export const LOCK_HOOKS: readonly Hook[] = [
  noOperation(['_raw_spin_lock'], 'void _raw_spin_lock(raw_spinlock_t *lock)'),
  noOperation(['_raw_spin_unlock'], 'void _raw_spin_unlock(raw_spinlock_t *lock)'),
  noOperation(['_raw_spin_lock_irq'], 'void _raw_spin_lock_irq(raw_spinlock_t *lock)'),
  noOperation(['_raw_spin_unlock_irq'], 'void _raw_spin_unlock_irq(raw_spinlock_t *lock)'),
  noOperation(['_raw_spin_lock_irqsave'], 'unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)'),
  noOperation(
    ['_raw_spin_unlock_irqrestore'],
    'void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)',
  ),
  noOperation(['mutex_lock'], 'void mutex_lock(struct mutex *lock)'),
  noOperation(['mutex_unlock'], 'void mutex_unlock(struct mutex *lock)'),
  noOperation(['__local_bh_disable_ip'], 'void __local_bh_disable_ip(unsigned long ip, unsigned int cnt)'),
  noOperation(
    ['__local_bh_enable_ip'],
    'void __local_bh_enable_ip(unsigned long ip, unsigned int cnt)',
    'No soft interrupt is ever pending here.',
  ),
  noOperation(['__cond_resched'], 'int __cond_resched(void)', 'Who runs next is what the trace says.'),
  noOperation(['__rcu_read_lock'], 'void __rcu_read_lock(void)', 'Nothing waits for a grace period here.'),
  noOperation(['__rcu_read_unlock'], 'void __rcu_read_unlock(void)', 'Nothing waits for a grace period here.'),
];
