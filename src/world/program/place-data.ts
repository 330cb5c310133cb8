/** Where the constants and the data of a trace come to lie, before any of it is filled. */
import { dataBytes, dataSize, demandRoom, type TraceFiles } from '../../language/data/data-bytes';
import type { DataValue } from '../../language/tree/data';
import type { Declaration } from '../../language/tree/declaration';
import type { Expression } from '../../language/tree/expression';
import type { Statement, Trace } from '../../language/tree/statement';
import type { Value } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { alignUp } from './align-up';
import type { Problems } from './problems';
import type { DataSymbol, ProgramSymbol } from './program';
import { THREAD_LOCAL_ALIGNMENT } from './thread-local';

const DATA_ALIGNMENT = 64;

type DataDeclaration = Declaration & { readonly kind: 'data' };

/** Data that has its address, and no bytes yet. */
export interface PlacedSymbol extends Omit<DataSymbol, 'bytes'> {
  readonly size: number;
  readonly value: DataValue;
}

/** A name of a program whose data has no bytes yet. */
export type LaidOutSymbol = Exclude<ProgramSymbol, DataSymbol> | PlacedSymbol;

export interface PlacedData {
  readonly placed: readonly PlacedSymbol[];
  /** The data of `placed` that each thread has for itself, one behind the other, the thread pointer last. */
  readonly threadLocal: readonly PlacedSymbol[];
}

type Evaluate = (expression: Expression) => Value;

/**
 * Constants and data in the order of their lines, since one may use another above it; `.set` may use those below. What
 * has no value is told among the problems, and takes no room.
 */
export function placeData(
  trace: Trace,
  symbols: Map<string, LaidOutSymbol>,
  evaluateConstant: Evaluate,
  base: LinearAddress,
  { files, problems }: { readonly files: TraceFiles | undefined; readonly problems: Problems },
): PlacedData {
  const placed: PlacedSymbol[] = [];
  const threadLocal: PlacedSymbol[] = [];
  const aliases: { symbol: PlacedSymbol; target: Expression }[] = [];
  let next = base;
  let hasRoom = true;
  const place = (statement: Statement, declaration: DataDeclaration): PlacedSymbol => {
    const symbol = placeOne(statement, declaration, next, evaluateConstant, { files, problems });
    symbols.set(symbol.name, symbol);
    const { value } = declaration;
    if (value.kind === 'alias') aliases.push({ symbol, target: value.target });
    else {
      placed.push(symbol);
      next = symbol.address + symbol.size;
      // Said once: what stands behind the first that is too much is too much as well.
      if (hasRoom) hasRoom = problems.attempt(statement.range, false, () => demandRoom(next - base));
    }
    return symbol;
  };
  for (const statement of trace.declarations) {
    const { declaration } = statement;
    if (declaration.kind === 'const') {
      const { text: name } = declaration.name;
      const value = problems.attempt(statement.range, 0n, () => evaluateConstant(declaration.value));
      symbols.set(name, { kind: 'constant', name, line: statement.line, value });
    } else if (declaration.kind === 'data' && !declaration.threadLocal) {
      place(statement, declaration);
    }
  }
  next = alignUp(next, THREAD_LOCAL_ALIGNMENT);
  for (const statement of trace.declarations) {
    const { declaration } = statement;
    if (declaration.kind === 'data' && declaration.threadLocal) threadLocal.push(place(statement, declaration));
  }
  for (const { symbol, target } of aliases) {
    const address = problems.attempt(target.range, symbol.address, () => Number(evaluateConstant(target)));
    symbols.set(symbol.name, { ...symbol, address });
  }
  return { placed, threadLocal };
}

/** The data with its bytes, once all addresses are known; with zeros, and a problem, where they cannot be had. */
export function fillData(
  { size, value, ...symbol }: PlacedSymbol,
  evaluate: Evaluate,
  { files, problems }: { readonly files: TraceFiles | undefined; readonly problems: Problems },
): DataSymbol {
  const range = { line: symbol.line, start: 0, end: 0 };
  const bytes = problems.attempt(range, undefined, () => dataBytes(value, evaluate, files));
  return { ...symbol, bytes: bytes ?? new Uint8Array(size) };
}

function placeOne(
  statement: Statement,
  { name, value, align }: DataDeclaration,
  free: number,
  evaluate: Evaluate,
  { files, problems }: { readonly files: TraceFiles | undefined; readonly problems: Problems },
): PlacedSymbol {
  const attempt = <T>(otherwise: T, work: () => T) => problems.attempt(statement.range, otherwise, work);
  const alignment = align ? attempt(DATA_ALIGNMENT, () => Number(evaluate(align))) : DATA_ALIGNMENT;
  const array = value.kind === 'array' ? value : undefined;
  return {
    kind: 'data',
    name: name.text,
    line: statement.line,
    address: alignUp(free, alignment),
    size: attempt(0, () => dataSize(value, evaluate, files)),
    value,
    type: array?.type ?? null,
    isTilecfg: value.kind === 'tilecfg',
    dimensions: attempt([], () => array?.dimensions.map((dimension) => Number(evaluate(dimension))) ?? []),
  };
}
