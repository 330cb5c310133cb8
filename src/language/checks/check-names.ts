/** Declared names: none twice, and none that means something else already. */

import { registerByName } from '../../machine/cpu/register-names';
import { type Pausable, PIECE } from '../../machine/pausable';
import { grouped, LIMITS } from '../errors/limits';
import { FUNCTIONS } from '../expressions/functions';
import { builtInValue } from '../vocabulary/built-in-values';
import type { Checker } from './checker';
import { KIND_TEXT } from './trace-names';

const FUNCTION_NAMES: ReadonlySet<string> = new Set(
  FUNCTIONS.filter(({ mayBeDeclared }) => !mayBeDeclared).map(({ name }) => name),
);

/** Words that stand where a name could stand. */
const WORDS: ReadonlySet<string> = new Set(['idle', 'inf', 'nan']);

/** In pieces. */
export function* checkingNames(checker: Checker): Pausable<void> {
  checkNumber(checker);
  for (const { second, first } of checker.names.duplicates) {
    if (checker.isFull) return;
    const line = (checker.trace.statements[first.statement]?.line ?? 0) + 1;
    const message = `\`${second.name.text}\` is ${KIND_TEXT[first.kind]} already, in line ${line}. Choose another name.`;
    checker.error(second.name.range, 'duplicate-name', message);
  }
  let checked = 0;
  for (const { name } of checker.names.byName.values()) {
    if (++checked % PIECE === 0) yield 0;
    const meaning = builtInMeaning(name.text);
    if (!meaning) continue;
    checker.error(name.range, 'reserved-name', `\`${name.text}\` is ${meaning}. Choose another name.`);
  }
}

/** Neither too many names nor too many tasks: what is too much is said where it begins. */
function checkNumber(checker: Checker): void {
  let names = 0;
  let tasks = 0;
  for (const { kind, made, name } of checker.names.byName.values()) {
    if (name.range.end === 0) continue; // `main`, which nobody has declared
    if (++names === LIMITS.names.most + 1) {
      const message = `A trace has at most ${grouped(LIMITS.names.most)} names. Split it.`;
      checker.error(name.range, LIMITS.names.code, message);
    }
    if (kind !== 'task' || made || ++tasks !== LIMITS.tasks.most + 1) continue;
    const message = `A trace declares at most ${grouped(LIMITS.tasks.most)} tasks. \`syscall fork() as NAME\` makes more while it runs.`;
    checker.error(name.range, LIMITS.tasks.code, message);
  }
}

/** What a name means without a declaration, when that cannot be declared away. */
export function builtInMeaning(name: string): string | undefined {
  if (registerByName(name)) return 'a register, in any case';
  if (FUNCTION_NAMES.has(name)) return 'a function of expressions';
  if (WORDS.has(name)) return 'a word of the language';
  const value = builtInValue(name);
  return value && value.register?.inExpressions !== 'unless declared'
    ? 'a name that expressions know already'
    : undefined;
}
