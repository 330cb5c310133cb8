/** CPUID feature bits (Intel SDM vol. 2, CPUID): the only source for whether a processor has a feature. */
import { ANNOUNCED_FEATURES } from './announced-features';
import type { FeatureRow } from './feature-row';
import { MODELLED_FEATURES } from './modelled-features';

export type { FeatureRow } from './feature-row';

export const FEATURES = { ...MODELLED_FEATURES, ...ANNOUNCED_FEATURES } as const satisfies Record<string, FeatureRow>;

export type Feature = keyof typeof FEATURES;

/** All features, in the order of the tables. */
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];

/** Features for which the emulator models an instruction, a component or a register. */
export const MODELLED_FEATURE_NAMES = Object.keys(MODELLED_FEATURES) as readonly Feature[];

const REGISTER_NAMES = ['EAX', 'EBX', 'ECX', 'EDX'] as const;

/** Where CPUID reports a feature: `7 EDX[24]`, `D.1 EAX[4]`. */
export function featurePlace(feature: Feature): string {
  const { leaf, register, bit } = FEATURES[feature];
  return `${leaf.replace(/\.0$/, '').toUpperCase()} ${REGISTER_NAMES[register]}[${bit}]`;
}

/** One `+flag` or `-flag` of the machine declaration. */
export interface FeatureChange {
  readonly feature: Feature;
  readonly present: boolean;
}

/** The feature that a trace calls `name` (without its sign): `amx-bf16`. Undefined for an unknown name. */
export function parseMachineFlag(name: string): Feature | undefined {
  const flag = name.toLowerCase();
  return FEATURE_NAMES.find((feature) => FEATURES[feature].flag === flag);
}

/** `feature` itself, followed by the features on which it depends. */
export function withRequirements(feature: Feature): readonly Feature[] {
  const { requires = [] }: FeatureRow = FEATURES[feature];
  const needed = [requires].flat() as Feature[]; // keys of the table
  return [...new Set([feature, ...needed.flatMap(withRequirements)])];
}

/** The features that depend on `feature`, itself included. */
export function withDependents(feature: Feature): readonly Feature[] {
  return FEATURE_NAMES.filter((other) => withRequirements(other).includes(feature));
}

/**
 * The features to remove when `feature` is present: the feature that it excludes, and all features that depend on the
 * excluded one.
 */
export function excludedBy(feature: Feature): readonly Feature[] {
  const { excludes }: FeatureRow = FEATURES[feature];
  return excludes === undefined ? [] : withDependents(excludes as Feature); // a key of the table
}
