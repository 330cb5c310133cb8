/** `const` and `data`, in the order of their lines: one may use those above it. */

import { demandRoom } from '../data/data-bytes';
import { checkEmittedValues, emittedSize } from '../data/emitted';
import type { Range } from '../errors/diagnostic';
import { ExpressionError } from '../errors/expression-error';
import { bytesText, LIMITS } from '../errors/limits';
import { evaluate } from '../expressions/evaluate';
import type { EmittedPart } from '../tree/data';
import type { Declaration } from '../tree/declaration';
import type { Expression } from '../tree/expression';
import type { Trace } from '../tree/statement';
import { builtInValue } from '../vocabulary/built-in-values';
import type { Scope, Value } from '../vocabulary/value';
import { checkData } from './check-data';
import type { Checker } from './checker';
import { isBuiltInProc } from './trace-names';

/** An address such as the loader chooses; only differences and alignments of these matter to the checks. */
const FIRST_ADDRESS = 0x100_0000;
const DEFAULT_ALIGNMENT = 64;
const LARGEST_ALIGNMENT = 2 ** 21;

type Data = Declaration & { readonly kind: 'data' };

/** What stands for a constant that could not be evaluated, so that its uses are not reported as well. */
const BROKEN: Value = 1n;

export function checkConstants(checker: Checker): void {
  let next = FIRST_ADDRESS;
  let hasRoom = true;
  const threads = mostThreads(checker.trace);
  for (const statement of checker.trace.declarations) {
    if (checker.isFull) return;
    const { declaration } = statement;
    if (declaration.kind === 'const') {
      const value = constant(checker, declaration.value);
      if (!checker.constants.has(declaration.name.text)) checker.constants.set(declaration.name.text, value ?? BROKEN);
    } else if (declaration.kind === 'data') {
      const behind = place(checker, declaration, statement.range, next);
      // Said once: behind the first that is too much, nothing has a place of its own.
      const room: number | undefined = hasRoom
        ? checker.reporting(statement.range, () => withRoom(declaration, behind, next, threads))
        : undefined;
      hasRoom = room !== undefined;
      next = room ?? FIRST_ADDRESS;
    }
  }
  checkEmitted(checker);
}

/** The end of the data with a copy for each thread of what threads have for themselves. Throws where that is too much. */
function withRoom({ threadLocal }: Data, end: number, begin: number, threads: number): number {
  const behind = threadLocal ? begin + (end - begin) * threads : end;
  demandRoom(behind - FIRST_ADDRESS);
  return behind;
}

/** How many threads the process with the most is declared to have. */
function mostThreads({ declarations }: Trace): number {
  const threads = new Map<string, number>();
  for (const { declaration } of declarations) {
    if (declaration.kind !== 'task') continue;
    const process = (declaration.process ?? declaration.name).text;
    threads.set(process, (threads.get(process) ?? 0) + 1);
  }
  return [...threads.values()].reduce((most, count) => Math.max(most, count), 1);
}

/** What pasted directives say of other names, which may stand further down: addresses in tables, and aliases. */
function checkEmitted(checker: Checker): void {
  let code = 0;
  for (const { declaration, range } of checker.trace.declarations) {
    if (checker.isFull) return;
    if (declaration.kind === 'code') {
      code += checkCode(checker, declaration.parts, range, code);
      checkParts(checker, declaration.parts, range);
    }
    if (declaration.kind !== 'data') continue;
    const { name, value } = declaration;
    if (value.kind === 'alias') {
      const address = constant(checker, value.target);
      if (address !== undefined) checker.constants.set(name.text, address);
    } else if (value.kind === 'emitted') {
      checkParts(checker, value.parts, range);
    }
  }
}

/** The bytes of `parts`, which come behind `before` others among instructions; 0 where they cannot be. */
function checkCode(checker: Checker, parts: readonly EmittedPart[], range: Range, before: number): number {
  const size = checker.reporting(range, () => emittedSize(parts, checker.evaluateConstant)) ?? 0;
  const { most, code } = LIMITS.emittedCode;
  if (before <= most && before + size > most) {
    const message = `Directives emit at most ${bytesText(most)} of code. Put data behind a label of its own.`;
    checker.error(range, code, message);
  }
  return size;
}

function checkParts(checker: Checker, parts: readonly EmittedPart[], range: Range): void {
  const scope: Scope = {
    name: (label) => checker.constants.get(label) ?? codeAddress(checker, label),
    processor: checker.setting.processor,
  };
  checker.reporting(range, () => checkEmittedValues(parts, (expression) => evaluate(expression, scope)));
}

/** Where code will lie does not matter to the checks. */
function codeAddress({ names }: Checker, name: string): Value | undefined {
  const kind = names.byName.get(name)?.kind;
  return kind === 'label' || kind === 'proc' || isBuiltInProc(names, name) ? 0n : undefined;
}

/** The end of the data. */
function place(checker: Checker, declaration: Data, range: Range, free: number): number {
  const { name, value, align } = declaration;
  if (value.kind === 'file' && ++checker.files === LIMITS.files.most + 1) {
    const message = `A trace takes data from at most ${LIMITS.files.most} files. Put several into one, and use \`offset=\`.`;
    checker.error(value.range, LIMITS.files.code, message);
  }
  const alignment = align ? checkAlignment(checker, align) : DEFAULT_ALIGNMENT;
  const address = Math.ceil(free / alignment) * alignment;
  const size = reportingConstant(checker, range, () => checkData(checker, value)) ?? 0;
  if (!checker.constants.has(name.text)) checker.constants.set(name.text, BigInt(address));
  return address + size;
}

function checkAlignment(checker: Checker, align: Expression): number {
  const value = constant(checker, align);
  const number = typeof value === 'bigint' ? Number(value) : 0;
  if (number >= 1 && number <= LARGEST_ALIGNMENT && Number.isInteger(Math.log2(number))) return number;
  if (value !== undefined) {
    const message = `An alignment is a power of two from 1 to ${LARGEST_ALIGNMENT}.`;
    checker.error(align.range, 'bad-alignment', message);
  }
  return DEFAULT_ALIGNMENT;
}

function constant(checker: Checker, expression: Expression): Value | undefined {
  return reportingConstant(checker, expression.range, () => checker.evaluateConstant(expression));
}

/** As `checker.reporting`, with a better word on names that exist, but not here. */
function reportingConstant<T>(checker: Checker, range: Range, evaluate: () => T): T | undefined {
  return checker.reporting(range, () => {
    try {
      return evaluate();
    } catch (error) {
      throw error instanceof ExpressionError ? (explainName(checker, error) ?? error) : error;
    }
  });
}

function explainName(checker: Checker, error: ExpressionError): ExpressionError | undefined {
  const { code, range } = error;
  if (code !== 'unknown-name' || !range) return undefined;
  const name = checker.textAt(range);
  const declared = checker.names.byName.get(name);
  if (declared && (declared.kind === 'const' || declared.kind === 'data')) {
    const message = `\`${name}\` is declared further down. Move its declaration above this line.`;
    return new ExpressionError('used-before-declaration', message, range);
  }
  if (!declared && !builtInValue(name)) return undefined;
  const message = `\`${name}\` is known only while the trace runs; here the value must be known before.`;
  return new ExpressionError('not-constant', message, range);
}
