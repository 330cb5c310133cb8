/** Declared names: none twice, and none that means something else already. */
import { registerByName } from '../../machine/cpu/register-names';
import { FUNCTIONS } from '../expressions/functions';
import { builtInValue } from '../vocabulary/built-in-values';
import type { Checker } from './checker';
import { KIND_TEXT } from './trace-names';

const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  FUNCTIONS.filter(({ mayBeDeclared }) => !mayBeDeclared).map(({ name }) => name),
);

/** Words that stand where a name could stand. */
const WORDS: ReadonlySet<string> = new Set(['idle', 'inf', 'nan']);

export function checkNames(checker: Checker): void {
  for (const { second, first } of checker.names.duplicates) {
    const line = (checker.trace.statements[first.statement]?.line ?? 0) + 1;
    const message = `\`${second.name.text}\` is ${KIND_TEXT[first.kind]} already, in line ${line}. Choose another name.`;
    checker.error(second.name.range, 'duplicate-name', message);
  }
  for (const { name } of checker.names.byName.values()) {
    const meaning = builtInMeaning(name.text);
    if (!meaning) continue;
    checker.error(name.range, 'reserved-name', `\`${name.text}\` is ${meaning}. Choose another name.`);
  }
}

/** What a name means without a declaration, when that cannot be declared away. */
export function builtInMeaning(name: string): string | undefined {
  if (registerByName(name)) return 'a register, in any case';
  if (FUNCTION_NAMES.has(name)) return 'a function of expressions';
  if (WORDS.has(name)) return 'a word of the language';
  return builtInValue(name) ? 'a name that expressions know already' : undefined;
}
