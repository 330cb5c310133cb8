/** The Components scope: a row for each state component, and what each word of the row means. */
import type { Component } from '../../machine/architecture/component';
import type { ComponentRow } from '../state/component-rows';
import type { Item } from './item';
import { MadeBefore } from './made-before';
import { decimal, text } from './value';

const READ_ONLY = 'A row sums up several registers: set XCR0, IA32_XSS or IA32_XFD instead.';

const MADE = new MadeBefore<Component>();

export function componentItem(row: ComponentRow): Item {
  const { component, enabled, armed, inUse, inBuffer, saved, offset } = row;
  return MADE.of(component, [enabled, armed, inUse, inBuffer, saved, offset], () => newItem(row));
}

function newItem(row: ComponentRow): Item {
  const { component } = row;
  return {
    name: component.id,
    value: text(summary(row)),
    documentation: `Component ${component.index}, ${component.title}. ${component.documentation}`,
    readOnly: READ_ONLY,
    children: { named: () => details(row) },
  };
}

/** What tells it from the others comes first: `INIT @576, 256 B`; `in use, saved @2752, 8192 B`; `armed, not in the buffer, 8192 B`. */
function summary({ component, enabled, armed, inUse, inBuffer, saved, offset }: ComponentRow): string {
  const words = [
    ...(enabled ? [] : ['disabled']),
    ...(armed ? ['armed'] : []),
    ...(inUse ? ['in use'] : []),
    ...(inBuffer === null ? [] : [inBuffer ? bufferWords(saved, offset) : 'not in the buffer']),
    `${component.size} B`,
  ];
  return words.join(', ');
}

function bufferWords(saved: boolean | null, offset: number | null): string {
  const place = offset === null ? 'in the buffer' : `@${offset}`;
  return saved === null ? place : `${saved ? 'saved' : 'INIT'} ${place}`;
}

function details({ component, enabled, armed, inUse, inBuffer, saved, offset }: ComponentRow): readonly Item[] {
  const flag = (name: string, value: boolean | null, documentation: string, absent: string): Item => ({
    name,
    value: text(value === null ? absent : String(value)),
    documentation,
    readOnly: READ_ONLY,
  });
  const enabler = component.kind === 'user' ? 'XCR0' : 'IA32_XSS';
  return [
    flag('enabled', enabled, `Its bit in ${enabler}.`, ''),
    flag('armed', armed, 'Its bit in IA32_XFD: the next use raises #NM.', 'XFD does not cover it'),
    flag('in use', inUse, 'Its bit in XINUSE: its registers are not in their initial state.', ''),
    flag('in the buffer', inBuffer, 'Whether the task’s buffer has a place for it.', 'no task'),
    flag(
      'saved',
      saved,
      'Its bit in the buffer’s XSTATE_BV: the buffer holds a state other than the initial one.',
      'no task',
    ),
    {
      name: 'offset',
      value: offset === null ? text('none') : decimal(offset),
      documentation: 'Bytes from the start of the buffer.',
      readOnly: READ_ONLY,
    },
    { name: 'size', value: decimal(component.size), documentation: 'Bytes.', readOnly: READ_ONLY },
  ];
}
