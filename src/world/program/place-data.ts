/** Where the constants and the data of a trace come to lie. */
import { dataBytes, type ReadFile } from '../../language/data/data-bytes';
import type { Declaration, EmittedPart, Expression, Statement, Trace } from '../../language/syntax/syntax';
import type { Value } from '../../language/vocabulary/value';
import { alignUp } from './align-up';
import { DATA_BASE, type DataSymbol, type ProgramSymbol } from './program';
import { THREAD_LOCAL_ALIGNMENT } from './thread-local';

const DATA_ALIGNMENT = 64;

type DataDeclaration = Declaration & { readonly kind: 'data' };

export interface PlacedData {
  readonly placed: readonly DataSymbol[];
  /** What pasted directives emit: bytes that can be known when all addresses are. */
  readonly emitted: readonly { readonly symbol: DataSymbol; readonly parts: readonly EmittedPart[] }[];
  /** Those of `placed` that each thread has for itself, one behind the other, the thread pointer last. */
  readonly threadLocal: readonly DataSymbol[];
}

/** Constants and data in the order of their lines, since one may use another above it; `.set` may use those below. */
export function placeData(
  trace: Trace,
  symbols: Map<string, ProgramSymbol>,
  evaluateConstant: (expression: Expression) => Value,
  readFile: ReadFile | undefined,
): PlacedData {
  const placed: DataSymbol[] = [];
  const threadLocal: DataSymbol[] = [];
  const emitted: { symbol: DataSymbol; parts: readonly EmittedPart[] }[] = [];
  const aliases: { symbol: DataSymbol; target: Expression }[] = [];
  let next = DATA_BASE;
  const place = (statement: Statement, declaration: DataDeclaration): DataSymbol => {
    const symbol = makeData(statement, declaration, next, evaluateConstant, readFile);
    symbols.set(symbol.name, symbol);
    const { value } = declaration;
    if (value.kind === 'alias') aliases.push({ symbol, target: value.target });
    else {
      if (value.kind === 'emitted') emitted.push({ symbol, parts: value.parts });
      placed.push(symbol);
      next = symbol.address + symbol.bytes.length;
    }
    return symbol;
  };
  for (const statement of trace.statements) {
    const declaration = statement.kind === 'declaration' ? statement.declaration : undefined;
    if (declaration?.kind === 'const') {
      const { text: name } = declaration.name;
      symbols.set(name, { kind: 'constant', name, line: statement.line, value: evaluateConstant(declaration.value) });
    } else if (declaration?.kind === 'data' && !declaration.threadLocal) {
      place(statement, declaration);
    }
  }
  next = alignUp(next, THREAD_LOCAL_ALIGNMENT);
  for (const statement of trace.statements) {
    const declaration = statement.kind === 'declaration' ? statement.declaration : undefined;
    if (declaration?.kind === 'data' && declaration.threadLocal) threadLocal.push(place(statement, declaration));
  }
  for (const { symbol, target } of aliases) {
    symbols.set(symbol.name, { ...symbol, address: Number(evaluateConstant(target)) });
  }
  return { placed, emitted, threadLocal };
}

function makeData(
  statement: Statement,
  { name, value, align }: DataDeclaration,
  free: number,
  evaluateConstant: (expression: Expression) => Value,
  readFile: ReadFile | undefined,
): DataSymbol {
  const alignment = align ? Number(evaluateConstant(align)) : DATA_ALIGNMENT;
  const array = value.kind === 'array' ? value : undefined;
  return {
    kind: 'data',
    name: name.text,
    line: statement.line,
    address: alignUp(free, alignment),
    bytes: dataBytes(value, evaluateConstant, readFile),
    type: array?.type ?? null,
    dimensions: array?.dimensions.map((dimension) => Number(evaluateConstant(dimension))) ?? [],
  };
}
