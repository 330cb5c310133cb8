/** What the tables know of CPUID features and of CPU models. */
import {
  FEATURES,
  type Feature,
  featurePlace,
  MODELLED_FEATURE_NAMES,
  withRequirements,
} from '../../../machine/architecture/feature';
import { hasFeature } from '../../../machine/processor/cpuid-leaves';
import { CPU_MODELS } from '../../../machine/processor/models';
import type { CpuModel, Processor } from '../../../machine/processor/processor';

/** One line on a feature that an instruction needs, and whether the trace's machine has it. */
export function featureLine(feature: Feature, processor: Processor): string {
  const missing = processor.has(feature) ? '' : ` **This machine lacks it**: #UD.`;
  return `- CPUID \`${FEATURES[feature].flag}\` (${featurePlace(feature)}), on ${modelsWith(feature)}.${missing}`;
}

/** The hover of `+flag` or `-flag`. */
export function describeFeature(feature: Feature): string {
  const { documentation } = FEATURES[feature];
  const needs = withRequirements(feature)
    .slice(1)
    .map((needed) => `\`${FEATURES[needed].flag}\``);
  const parts = [
    documentation,
    MODELLED_FEATURE_NAMES.includes(feature) ? '' : 'CPUID announces it; nothing of the emulator belongs to it.',
    `CPUID ${featurePlace(feature)}. On ${modelsWith(feature)}.`,
    needs.length > 0 ? `Needs ${needs.join(', ')}, which \`+${FEATURES[feature].flag}\` brings along.` : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function modelsWith(feature: Feature): string {
  const models = CPU_MODELS.filter(({ leaves }) => hasFeature(leaves, feature)).map(({ name }) => name);
  return models.length === 0 ? 'no model by itself' : models.join(', ');
}

/** The hover of a model's name: what it is, and the features that its CPUID announces. */
export function describeModel({ title, documentation, leaves }: CpuModel): string {
  const features = MODELLED_FEATURE_NAMES.filter((feature) => hasFeature(leaves, feature)).map(
    (name) => FEATURES[name].flag,
  );
  return [`**${title}**`, documentation, `CPUID features that are modelled: ${features.join(' ')}.`].join('\n\n');
}
