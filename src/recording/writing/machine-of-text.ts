/** The processor that a `machine` line of a trace names. */
import { type FeatureChange, parseMachineFlag } from '../../machine/architecture/feature';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { Processor } from '../../machine/processor/processor';

/** `machine sapphire-rapids cpus=2 -enqcmd`; words that mean nothing here are passed over. */
export function machineOfText(text: string): Processor {
  const [name = '', ...flags] = text.replace(/^machine\s+/, '').split(/\s+/);
  const model = CPU_MODELS.find((candidate) => candidate.name === name) ?? DEFAULT_MODEL;
  const changes = flags.flatMap((flag): FeatureChange[] => {
    const feature = /^[+-]/.test(flag) ? parseMachineFlag(flag.slice(1)) : undefined;
    return feature ? [{ feature, present: flag.startsWith('+') }] : [];
  });
  return new Processor(model, changes);
}
