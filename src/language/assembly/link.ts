/**
 * What a linker would add to pasted compiler output: slots of a global offset table, offsets of thread-local data from
 * the thread pointer, and second names of code (System V ABI for x86-64; ELF handling for thread-local storage).
 */
import { type Diagnostic, errorAt, type Range } from '../errors/diagnostic';
import type { Declaration } from '../tree/declaration';
import type { Expression } from '../tree/expression';
import type { DeclarationStatement, Statement } from '../tree/statement';
import type { RelocatedName } from './assembly-names';
import { RELOCATIONS } from './relocations';

/** The name of the thread pointer: the address that FS points at, right behind the thread-local data. */
const THREAD_POINTER = '@TP';

const SLOT_BYTES = 8;

/** What `-fstack-protector` calls where the guard of the stack is not what the thread's is: such code reads the latter. */
export const GUARD_CHECK = '__stack_chk_fail';

/** The declarations that the relocated names of a trace need, and the guard of the stack; `last` is its last statement. */
export function linkedData(
  declarations: readonly DeclarationStatement[],
  last: Statement | undefined,
  relocated: readonly RelocatedName[],
  isGuarded: boolean,
): Statement[] {
  const data = new Map<string, Statement>();
  for (const { text, symbol, relocation, range } of relocated) {
    const name = { text, range };
    const value: Expression = { kind: 'name', name: symbol, range };
    const offset = symbol + RELOCATIONS['@tpoff']!.suffix; // a row of the table
    if (relocation.kind === 'slot') data.set(text, slot(text, value));
    else data.set(offset, alias(offset, value));
    if (relocation.kind === 'offset-slot') data.set(name.text, slot(text, { kind: 'name', name: offset, range }));
  }
  const needsPointer = isGuarded || (data.size > 0 && (declarations.some(isThreadLocal) || hasOffset(relocated)));
  const range = last?.range ?? { line: 0, start: 0, end: 0 };
  return [...(needsPointer ? [threadPointer(range)] : []), ...data.values()];
}

function hasOffset(relocated: readonly RelocatedName[]): boolean {
  return relocated.some(({ relocation }) => relocation.kind !== 'slot');
}

/** What is wrong with names that are to be offsets from the thread pointer: of data that all threads share, there is none. */
export function linkProblems(
  declarations: readonly DeclarationStatement[],
  relocated: readonly RelocatedName[],
): readonly Diagnostic[] {
  if (!hasOffset(relocated)) return [];
  const shared = new Set<string>();
  for (const statement of declarations) {
    const { declaration } = statement;
    if (declaration.kind !== 'data' || declaration.value.kind === 'alias' || isThreadLocal(statement)) continue;
    shared.add(declaration.name.text);
  }
  return relocated
    .filter(({ symbol, relocation }) => relocation.kind !== 'slot' && shared.has(symbol))
    .map(({ symbol, relocation, range }) => {
      const message = `\`${symbol}\` is not thread-local, so it has no \`${relocation.suffix.toLowerCase()}\`: declare it in \`.tdata\` or \`.tbss\`.`;
      return errorAt(range, 'unsupported-relocation', message);
    });
}

function isThreadLocal({ declaration }: DeclarationStatement): boolean {
  return declaration.kind === 'data' && !!declaration.threadLocal;
}

/** 8 bytes that hold `value`. */
function slot(text: string, value: Expression): Statement {
  const { range } = value;
  const align = integer(SLOT_BYTES, range);
  const parts = [{ kind: 'values' as const, size: SLOT_BYTES, float: false, values: [value] }];
  return declare({ kind: 'data', name: { text, range }, value: { kind: 'emitted', parts }, align }, range);
}

/** No bytes, but the address of `value` less the thread pointer. */
function alias(text: string, value: Expression): Statement {
  const { range } = value;
  const right: Expression = { kind: 'name', name: THREAD_POINTER, range };
  const target: Expression = { kind: 'binary', operator: '-', left: value, right, range };
  return declare({ kind: 'data', name: { text, range }, value: { kind: 'alias', target } }, range);
}

/** As the C library's: its lowest byte is zero, so that no string runs over it. */
const GUARD = 0x5bd1_e995_d4c3_b200n;

/** What FS points at: a word that holds its own address, and the guard at 40. The block is the last of the thread-local data. */
function threadPointer(range: Range): Statement {
  const name = { text: THREAD_POINTER, range };
  const self: Expression = { kind: 'name', name: THREAD_POINTER, range };
  const values = [
    self,
    ...[0n, 0n, 0n, 0n, GUARD].map((word): Expression => ({ kind: 'integer', value: word, range })),
  ];
  const parts = [{ kind: 'values' as const, size: SLOT_BYTES, float: false, values }];
  const value = { kind: 'emitted' as const, parts };
  return declare({ kind: 'data', name, value, align: integer(64, range), threadLocal: true }, range);
}

function declare(declaration: Declaration, range: Range): Statement {
  return { line: range.line, range, kind: 'declaration', declaration };
}

function integer(value: number, range: Range): Expression {
  return { kind: 'integer', value: BigInt(value), range };
}

/** `.set g, f` where `f` is code makes `g` a label at its place. `declarations` are the indices of the declarations. */
export function nameCodeAgain(statements: Statement[], declarations: readonly number[]): void {
  const targets = new Map<string, string>();
  const code = new Set<string>();
  for (const index of declarations) {
    const declaration = declarationOf(statements[index]);
    if (declaration?.kind === 'label' || declaration?.kind === 'proc') code.add(declaration.name.text);
    const target = declaration && aliasTarget(declaration);
    if (declaration?.kind === 'data' && target !== undefined) targets.set(declaration.name.text, target);
  }
  if (targets.size === 0) return;
  const ends = endsOf(targets);
  for (const index of declarations) {
    const statement = statements[index]!; // of a declaration
    const declaration = declarationOf(statement);
    const target = declaration?.kind === 'data' ? ends.get(declaration.name.text) : undefined;
    if (declaration?.kind !== 'data' || target === undefined || !code.has(target)) continue;
    const { line, range } = statement;
    statements[index] = {
      line,
      range,
      kind: 'declaration',
      declaration: { kind: 'label', name: declaration.name, target },
    };
  }
}

function declarationOf(statement: Statement | undefined): Declaration | undefined {
  return statement?.kind === 'declaration' ? statement.declaration : undefined;
}

function aliasTarget(declaration: Declaration): string | undefined {
  if (declaration.kind !== 'data' || declaration.value.kind !== 'alias') return undefined;
  const { target } = declaration.value;
  return target.kind === 'name' ? target.name : undefined;
}

/** What each name means in the end, where one may mean the next. A name in a ring means none outside of the ring. */
function endsOf(targets: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const name of targets.keys()) {
    const passed = new Set<string>();
    let at = name;
    for (let next = targets.get(at); next !== undefined && !ends.has(at) && !passed.has(at); next = targets.get(at)) {
      passed.add(at);
      at = next;
    }
    const end = ends.get(at) ?? at;
    for (const each of passed) ends.set(each, end);
  }
  return ends;
}
