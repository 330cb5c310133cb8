/** Evaluates expressions for watches, hovers and the console. A named register or datum opens like a variable. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { evaluate as evaluateExpression } from '../../language/expressions/evaluate';
import { splitFormat, type ValueFormat } from '../../language/expressions/format-suffix';
import { parseExpressionText } from '../../language/syntax/parse-expression';
import { componentBits } from '../../machine/architecture/registers';
import type { Processor } from '../../machine/processor/processor';
import { innermostFrame } from '../../world/compiled/live-frames';
import { evaluateText } from '../../world/scope/evaluate-text';
import { placeScope } from '../../world/scope/scope';
import { locationReference } from '../protocol/location-reference';
import { memoryReference } from '../protocol/memory-reference';
import type { Debuggee } from '../state/debuggee';
import { spaceOf, subjectOfCpu } from '../state/state-view';
import { bitsItem } from '../variables/bits';
import { compiledItem } from '../variables/compiled';
import { type Item, typeOf } from '../variables/item';
import { registerItem } from '../variables/register';
import { compiledContext, expressionPrefix, type FrameContext, placeOf, SCOPES } from '../variables/scopes';
import type { TypeText } from '../variables/shown-type';
import { decimal, formatValue, hex, type Radix, text, type Value } from '../variables/value';

const RADIX: Readonly<Record<ValueFormat, Radix>> = { x: 'hex', d: 'decimal', b: 'binary' };

export type Evaluated = DebugProtocol.EvaluateResponse['body'];

export interface EvaluateOptions {
  readonly frame: FrameContext | undefined;
  /** What the client asks for; a suffix of the expression goes before it. */
  readonly radix: Radix;
  readonly typeText?: TypeText;
  /** The value alone, as it can be typed again, without notes on it. */
  readonly bare?: boolean;
}

/** Throws `ExpressionError`. */
export function evaluate(debuggee: Debuggee, expression: string, options: EvaluateOptions): Evaluated {
  const { text: bare, format } = splitFormat(expression.trim());
  const radix = format ? RADIX[format] : options.radix;
  const frame = options.frame ?? wholeTrace(debuggee);
  const item =
    itemOfProgram(debuggee, frame, bare) ?? itemNamed(debuggee, frame, bare) ?? computed(debuggee, frame, bare);
  const type = (options.typeText ?? typeOf)(item);
  return {
    result: resultText(item, radix, options.bare === true),
    ...(type === undefined ? {} : { type }),
    ...(item.memory ? { memoryReference: item.memory } : {}),
    ...(item.readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    ...declarationOf(debuggee, bare),
    ...debuggee.variables.adopt(item, bare, placeOf(frame)),
  };
}

/** The place that declares data, a label or a proc: what such a name stands for. */
function declarationOf({ program }: Debuggee, name: string): { readonly valueLocationReference?: number } {
  const symbol = program.symbols.get(name);
  return symbol ? { valueLocationReference: locationReference(symbol.line) } : {};
}

/** A variable of a program, or a part of one; undefined where the expression is another one. Throws `ExpressionError`. */
function itemOfProgram({ engine, state }: Debuggee, frame: FrameContext, expression: string): Item | undefined {
  const context = compiledContext(state, frame);
  if (!context) return undefined;
  const { world } = engine;
  const scope = placeScope(world, placeOf(frame));
  return compiledItem(context, parseExpressionText(expression), expression, (index) => {
    const value = evaluateExpression(index, scope);
    return typeof value === 'bigint' ? value : undefined;
  });
}

/** The scope of an expression without a frame: the current CPU, no kernel routine; in a program, where the flow is. */
function wholeTrace({ state, engine }: Debuggee): FrameContext {
  const frame = innermostFrame(engine.world);
  return { subject: subjectOfCpu(state, state.current), ...(frame && { compiled: { frame, index: 0 } }) };
}

/** Throws `ExpressionError` when the target, as `frame` understands it, cannot hold the value. */
export function assign(debuggee: Debuggee, target: string, value: string, frame = wholeTrace(debuggee)): void {
  debuggee.engine.edit({ kind: 'assign', target, value, place: placeOf(frame) });
}

function resultText({ value, type }: Item, radix: Radix, bare: boolean): string {
  if (value.kind !== 'integer') return formatValue(value, radix);
  const { note, ...plain } = value;
  if (bare) return formatValue(plain, radix);
  const isBoth = type === COMPUTED && radix === 'natural' && value.value > 9n;
  return isBoth ? `${formatValue(plain)} (${formatValue(plain, 'hex')})` : formatValue(value, radix);
}

/** The variable of the frame's scopes that an expression names, if the variable says more than a value. */
function itemNamed({ state, program }: Debuggee, frame: FrameContext, name: string): Item | undefined {
  if (!/^[A-Za-z_][\w.[\]]*$/.test(name)) return undefined;
  const prefixed = `${expressionPrefix(state, frame.subject)}${name}`;
  for (const scope of SCOPES) {
    if (scope.canName && !scope.canName(name)) continue;
    const items = scope.items(state, frame, program.symbols)?.() ?? [];
    const found = items.find(({ expression }) => expression === name || expression === prefixed);
    if (found && (scope.hint === 'locals' || found.children || found.value.kind === 'integer')) return found;
  }
  return undefined;
}

function computed({ engine, state, program }: Debuggee, frame: FrameContext, expression: string): Item {
  const { world } = engine;
  const found = evaluateText(world, expression, placeScope(world, placeOf(frame)));
  const { value, type, address, register } = found;
  if (typeof value === 'bigint') {
    if (register) return { ...registerItem(register, value, program.processor, { expression }), name: expression };
    if (type === 'mask') return maskItem(expression, value, program.processor);
  }
  return {
    name: expression,
    value: typedValue(value, type),
    type,
    ...(address === undefined ? {} : { memory: memoryReference(spaceOf(state, frame.subject), address) }),
  };
}

/** A mask of components that is no register: a task's permission, a header's XSTATE_BV. */
function maskItem(expression: string, value: bigint, { xcr0Supported, xssSupported }: Processor): Item {
  const fields = componentBits(xcr0Supported | xssSupported, value);
  return bitsItem({
    name: expression,
    value,
    bits: 64,
    fields,
    documentation: 'A mask of state components.',
    expression,
  });
}

/** The type of a calculated value. A calculation does not say whether its result is a number or bits. */
const COMPUTED = 'i64';

function typedValue(value: bigint | number | string, type: string): Value {
  if (typeof value === 'string') return text(type === 'string' ? JSON.stringify(value) : value);
  if (typeof value === 'number') return { kind: 'float', value, type };
  const width = /^[iu](\d+)$/.exec(type)?.[1];
  const bits = width ? Number(width) : 64;
  return type === 'count' || type.startsWith('i') ? decimal(value, bits) : hex(value, bits);
}

/** `TARGET = VALUE` in the console; undefined for anything else, comparisons included. */
export function parseAssignment(input: string): { readonly target: string; readonly value: string } | undefined {
  const match = /^\s*([^=!<>]+?)\s*=(?!=)\s*(.+)$/s.exec(input);
  return match ? { target: match[1]!, value: match[2]! } : undefined; // both groups take part in every match
}
