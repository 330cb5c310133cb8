/**
 * What the words are that `machine`, `kernel`, `without`, `with` and `inject` take: models, features, policies, options,
 * routines, steps. Their names have hyphens and dots, which are no part of other names.
 */

import { erratumRow } from '../../../machine/architecture/errata';
import { FEATURES, parseMachineFlag } from '../../../machine/architecture/feature';
import { CPU_MODELS } from '../../../machine/processor/models';
import { tableOf } from '../../../machine/table';
import type { CheckContext, PolicyNames } from '../../checks/check-context';
import type { Trace } from '../../tree/statement';
import { wordRow } from '../../vocabulary/words';
import { describeStep, policyOfTrace, policyWords } from '../policy-of-trace';
import type { Explanation } from './explanation';
import { describeFeature, describeModel } from './machine';
import { describeMachineFile } from './machine-file';

/** A word with its hyphens and dots, and where it stands. */
interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The hover at a column of a line that one of those statements takes; undefined for any other place. */
export function describeSetting(
  trace: Trace,
  source: string,
  column: number,
  context: CheckContext,
): { readonly explanation: Explanation; readonly start: number; readonly end: number } | undefined {
  const file = describeMachineFile(source, column, context.files);
  if (file) return file;
  const keyword = /^\s*(machine|kernel|without|with|inject)\s/i.exec(source)?.[1]?.toLowerCase();
  const word = keyword === undefined ? undefined : wordAt(source, column);
  if (keyword === undefined || !word) return undefined;
  const explanation = EXPLAIN[keyword]?.(word.text, policyOfTrace(trace, context), policyWords(context));
  return explanation && { explanation, start: word.start, end: word.end };
}

/** Behind the keyword, with a sign before a feature. */
function wordAt(source: string, column: number): Word | undefined {
  const code = source.replace(/[;#].*$/, '');
  for (const match of code.matchAll(/[+-]?[\w.-]+/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (start <= column && column <= end && code.slice(0, start).trim() !== '')
      return routineAt({ text: match[0], start, end }, column);
  }
  return undefined;
}

/** The routine alone where the column is before the dot of `ROUTINE.STEP`. */
function routineAt(word: Word, column: number): Word {
  const dot = /^[A-Za-z_]\w*\./.exec(word.text)?.[0].length;
  if (dot === undefined || column >= word.start + dot) return word;
  return { text: word.text.slice(0, dot - 1), start: word.start, end: word.start + dot - 1 };
}

type Explain = (
  word: string,
  policy: PolicyNames | undefined,
  policies: readonly PolicyNames[],
) => Explanation | undefined;

const EXPLAIN = tableOf<Explain>({
  machine: explainMachine,
  kernel: (word, policy, policies) => explainPolicy(word, policies) ?? explainOption(word, policy),
  without: explainStep,
  with: explainStep,
  inject: (word, policy) => explainInjection(word) ?? explainStep(word, policy),
});

function explainMachine(word: string): Explanation | undefined {
  const model = CPU_MODELS.find(({ name }) => name === word.toLowerCase());
  if (model) return { code: `machine ${model.name}`, text: describeModel(model) };
  const erratum = erratumRow(word);
  if (erratum)
    return { code: `errata=${word}`, text: `${erratum.title}. ${erratum.documentation}\n\n${erratum.source}` };
  const feature = /^[+-]/.test(word) ? parseMachineFlag(word.slice(1)) : undefined;
  return feature && { code: `${word[0]}${FEATURES[feature].flag}`, text: describeFeature(feature) };
}

function explainPolicy(word: string, policies: readonly PolicyNames[]): Explanation | undefined {
  const policy = policies.find(({ name }) => name === word);
  if (!policy?.summary) return undefined;
  const options = policy.options.map((option) => `- ${optionText(option)}`).join('\n');
  return { code: `kernel ${word}`, text: options === '' ? policy.summary : `${policy.summary}\n\n${options}` };
}

type Option = PolicyNames['options'][number];

function explainOption(word: string, policy: PolicyNames | undefined): Explanation | undefined {
  const option = policy?.options.find(({ name }) => name === word);
  return option && { code: `${option.name}=`, text: optionText(option) };
}

/** `version=`: 5.16, 6.12. Kernel version; 6.12 unless given. */
function optionText({ name, values, documentation = '' }: Option): string {
  const choices = values === 'number' ? 'a number' : values.map((value) => `\`${value}\``).join(', ');
  return `\`${name}=\` ${choices}. ${documentation}`.trim();
}

/** `ROUTINE.STEP`: the step, with its line of the kernel and the reason for it. */
function explainStep(word: string, policy: PolicyNames | undefined): Explanation | undefined {
  const [name, stepName] = word.split('.');
  const routine = policy?.routines.find((candidate) => candidate.name === name);
  const step = routine?.steps.find((candidate) => candidate.name === stepName);
  if (!routine) return undefined;
  if (step)
    return { code: step.code?.trim() ?? word, text: [`Step of \`${name}\`.`, describeStep(step)].join(' ').trim() };
  return {
    code: routine.signature ?? routine.name,
    text: [routine.summary, routine.file && `_${routine.file}_`].filter(Boolean).join('\n\n'),
  };
}

function explainInjection(word: string): Explanation | undefined {
  const row = wordRow(word.toLowerCase(), 'inject');
  return row && { code: row.syntax, text: row.documentation };
}
