/** `--require` and `--forbid`: features of the processor by the names that `machine` has for them. */

import { nearest } from '../../../language/errors/nearest';
import { FEATURE_NAMES, FEATURES } from '../../../machine/architecture/feature';
import type { OptionValues } from '../command';
import { UsageError } from '../usage-error';

const NAMES: readonly string[] = FEATURE_NAMES.map((feature) => FEATURES[feature].flag);

/** The names of a list such as `amx-int8,avx512-vnni`, in lower case. @throws UsageError for one that is none. */
export function featuresOption(value: OptionValues[string], option: string): readonly string[] {
  if (typeof value !== 'string') return [];
  const names = value.split(',').map((name) => name.trim().toLowerCase());
  for (const name of names) {
    if (NAMES.includes(name)) continue;
    const meant = nearest(name, NAMES);
    const hint = meant ? `Did you mean ${meant}?` : 'Names are those that `machine` takes: amx-int8, avx512-vnni.';
    throw new UsageError(`--${option}: there is no feature \`${name}\`. ${hint}`);
  }
  return names;
}
