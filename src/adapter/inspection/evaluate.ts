/** Watches, hovers and the console: the trace's own expressions, with what they name opened up where there is more to see. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { splitFormat, type ValueFormat } from '../../language/expressions/format-suffix';
import type { Scope } from '../../language/vocabulary/value';
import { componentBits } from '../../machine/architecture/registers/component-bits';
import type { Processor } from '../../machine/processor/processor';
import { evaluateText } from '../../world/scope/evaluate-text';
import { registerReference } from '../../world/scope/register-scope';
import { worldScope } from '../../world/scope/scope';
import { taskRegisters } from '../../world/scope/task-registers';
import type { Client } from '../protocol/client';
import { memoryReference } from '../protocol/memory-reference';
import type { Debuggee } from '../state/debuggee';
import { cpuOf, type Subject, spaceOf, subjectOfCpu, taskOf } from '../state/state-view';
import { bitsItem } from '../variables/bits';
import type { Item } from '../variables/item';
import { registerItem } from '../variables/register';
import { expressionPrefix, type FrameContext, SCOPES } from '../variables/scopes';
import { decimal, formatValue, hex, type Radix, text, type Value } from '../variables/value';

const RADIX: Readonly<Record<ValueFormat, Radix>> = { x: 'hex', d: 'decimal', b: 'binary' };

export interface EvaluateOptions {
  readonly frame: FrameContext | undefined;
  /** What the client asks for; a suffix of the expression goes before it. */
  readonly radix: Radix;
  /** The value alone, as it can be typed again, without notes on it. */
  readonly bare?: boolean;
}

/** Throws `ExpressionError`. */
export function evaluate(
  debuggee: Debuggee,
  expression: string,
  options: EvaluateOptions,
): DebugProtocol.EvaluateResponse['body'] {
  const { text: bare, format } = splitFormat(expression.trim());
  const radix = format ? RADIX[format] : options.radix;
  const frame = options.frame ?? { subject: subjectOfCpu(debuggee.state, debuggee.state.current) };
  const item = itemNamed(debuggee, frame, bare) ?? computed(debuggee, frame, bare);
  return {
    result: resultText(item, radix, options.bare === true),
    ...(item.type ? { type: item.type } : {}),
    ...(item.memory ? { memoryReference: item.memory } : {}),
    ...(item.readOnly ? { presentationHint: { attributes: ['readOnly'] } } : {}),
    ...debuggee.variables.adopt(item, bare),
  };
}

function resultText({ value, type }: Item, radix: Radix, bare: boolean): string {
  if (value.kind !== 'integer') return formatValue(value, radix);
  const { note, ...plain } = value;
  if (bare) return formatValue(plain, radix);
  const isBoth = type === COMPUTED && radix === 'natural' && value.value > 9n;
  return isBoth ? `${formatValue(plain)} (${formatValue(plain, 'hex')})` : formatValue(value, radix);
}

/** The variable that an expression is the name of, as the scopes of the frame have it, where it says more than a value. */
function itemNamed({ state, program }: Debuggee, frame: FrameContext, name: string): Item | undefined {
  if (!/^[A-Za-z_][\w.[\]]*$/.test(name)) return undefined;
  const prefixed = `${expressionPrefix(state, frame.subject)}${name}`;
  for (const scope of SCOPES) {
    const items = scope.items(state, frame, program.symbols) ?? [];
    const found = items.find(({ expression }) => expression === name || expression === prefixed);
    if (found && (found.children || found.value.kind === 'integer')) return found;
  }
  return undefined;
}

function computed(debuggee: Debuggee, { subject }: FrameContext, expression: string): Item {
  const { engine, state, program } = debuggee;
  const { value, type, address, register } = evaluateText(engine.world, expression, scopeOf(debuggee, subject));
  if (typeof value === 'bigint') {
    if (register) return { ...registerItem(register, value, program.processor, { expression }), name: expression };
    if (type === 'mask') return maskItem(expression, value, program.processor);
  }
  return {
    name: expression,
    value: typedValue(value, type),
    type,
    ...(address === undefined ? {} : { memory: memoryReference(spaceOf(state, subject), address) }),
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

/** What names mean in a frame: registers are those of its own CPU or task. */
function scopeOf({ engine, state }: Debuggee, subject: Subject): Scope {
  const { world } = engine;
  if (subject.cpu === state.current) return worldScope(world);
  const task = taskOf(state, subject);
  const cpu = cpuOf(state, subject) ?? (world.kernel && task && taskRegisters(world, world.kernel, task).cpu);
  const scope = worldScope(world);
  return { ...scope, name: (name) => (cpu && registerReference(cpu, name)) ?? scope.name(name) };
}

/** The type of what is calculated: whether it is meant as a number or as bits, nobody can tell. */
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

/** Types are for clients that show them apart from the value. */
export function showTypes<T extends { type?: string }>(client: Client, body: T): T {
  if (client.showsTypes) return body;
  const { type: _, ...rest } = body;
  return rest as T; // `type` is optional
}
