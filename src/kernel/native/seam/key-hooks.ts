/** Code that the kernel changes while it runs: static keys are patched at once, as no other CPU executes meanwhile. */
import { toLinear } from '../../../machine/architecture/linear-address';
import { setStaticKey } from '../patching/jump-labels';
import type { Hook } from './hook';

const REASON = 'Patching stops other CPUs by interrupts and writes through a mapping of its own: neither is modelled.';

function keyHook(names: Hook['names'], signature: string, isOn: boolean): Hook {
  return {
    names,
    signature,
    meaning: `Turns the key ${isOn ? 'on' : 'off'}, and patches every branch that depends on it.`,
    reason: REASON,
    run: (seam, argument) => {
      setStaticKey(seam, toLinear(argument(0)) ?? 0, isOn);
      return 0n;
    },
  };
}

export const KEY_HOOKS: readonly Hook[] = [
  keyHook(
    ['static_key_enable', 'static_key_enable_cpuslocked'],
    'void static_key_enable(struct static_key *key)',
    true,
  ),
  keyHook(
    ['static_key_slow_inc', 'static_key_slow_inc_cpuslocked'],
    'bool static_key_slow_inc(struct static_key *key)',
    true,
  ),
  keyHook(
    ['static_key_disable', 'static_key_disable_cpuslocked'],
    'void static_key_disable(struct static_key *key)',
    false,
  ),
];
