/** The target description: which registers there are, in the order of their numbers (GDB manual, appendix G). */
import type { Processor } from '../../machine/processor/processor';
import { extendedFeatures } from './extended-features';
import { GENERAL_FEATURES } from './general-features';
import type { RegisterFeature, RegisterRow } from './register-row';

export interface TargetDescription {
  /** What `qXfer:features:read:target.xml` answers. */
  readonly xml: string;
  /** By number. */
  readonly registers: readonly RegisterRow[];
  /** How many of them, the first ones, are read and written all at once. */
  readonly together: number;
}

export function describeTarget(processor: Processor): TargetDescription {
  const features = [...GENERAL_FEATURES, ...extendedFeatures(processor)].filter(({ isIn }) => isIn(processor));
  const registers = features.flatMap((feature) => feature.registers);
  const apart = features.filter(({ isApart }) => isApart).flatMap((feature) => feature.registers);
  return { xml: xmlOf(features), registers, together: registers.length - apart.length };
}

function xmlOf(features: readonly RegisterFeature[]): string {
  const parts = features.map(
    ({ name, types, registers }) =>
      `<feature name="${name}">\n${[...types, ...registers.map(xmlOfRegister)].join('\n')}\n</feature>`,
  );
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE target SYSTEM "gdb-target.dtd">',
    '<target version="1.0">',
    '<architecture>i386:x86-64</architecture>',
    '<osabi>GNU/Linux</osabi>',
    ...parts,
    '</target>',
    '',
  ].join('\n');
}

function xmlOfRegister({ name, bits, type, group }: RegisterRow): string {
  return `<reg name="${name}" bitsize="${bits}" type="${type}"${group === undefined ? '' : ` group="${group}"`}/>`;
}
