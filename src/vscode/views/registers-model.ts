/** The Registers view: the control registers of extended state, then a row for each component. */
import type { ComponentView, RegistersView, RegisterView } from '../../adapter/views/views';
import { ICON, type Row } from './row';

export function registerRows({ registers, rows }: RegistersView): readonly Row[] {
  const enabled = rows.filter((component) => component.enabled);
  const off = rows.filter((component) => !component.enabled);
  const others = registers.filter(({ isMask }) => !isMask);
  return [
    ...registers.filter(({ isMask }) => isMask).map(registerRow),
    ...enabled.map(componentRow),
    ...(others.length > 0 ? [othersRow(others)] : []),
    ...(off.length > 0 ? [offRow(off)] : []),
  ];
}

/** The registers that are no masks of components, out of the way. */
function othersRow(others: readonly RegisterView[]): Row {
  const names = others.map(labelOf).join(', ');
  return {
    id: 'registers.others',
    label: 'Other control registers',
    description: names,
    tooltip: names,
    icon: ICON.register,
    spoken: `Other control registers: ${names}`,
    changed: others.some(({ changed }) => changed),
    expanded: false,
    children: others.map(registerRow),
  };
}

/** The components that the operating system has not enabled, out of the way. */
function offRow(off: readonly ComponentView[]): Row {
  const names = off.map(({ id }) => id).join(', ');
  return {
    id: 'components.off',
    label: 'Not enabled',
    description: names,
    tooltip: `Neither in XCR0 nor in IA32_XSS: ${names}.`,
    icon: ICON.off,
    spoken: `Not enabled: ${names}`,
    changed: off.some(({ changed }) => changed),
    expanded: false,
    children: off.map(componentRow),
  };
}

/** With more names than this the value says more. */
const MOST_NAMES = 2;

function registerRow(register: RegisterView): Row {
  const { name, title, documentation, manual, value, isMask, set, changed } = register;
  const label = labelOf(register);
  const names = set.length === 0 ? 'none' : set.join(', ');
  const isFew = set.length > 0 && set.length <= MOST_NAMES;
  const isArmed = name === 'xfd' && value !== '0x0';
  const setLine = isMask || set.length > 0 ? `\n\nSet: ${names}` : '';
  return {
    id: `register.${name}`,
    label,
    description: isFew ? `${value}  ${names}` : value,
    tooltip: `**${label}** = \`${value}\`  \n${title}\n\n${documentation}${setLine}\n\n_${manual}_${changedNote(changed)}`,
    icon: isArmed ? ICON.armed : ICON.register,
    spoken: `${label} ${value}${isMask || set.length > 0 ? `: ${names}` : ''}${changed ? ', changed' : ''}`,
    changed,
    value,
  };
}

function labelOf({ name }: RegisterView): string {
  return name.toUpperCase();
}

function componentRow(component: ComponentView): Row {
  const { index, id, title, documentation, size, changed } = component;
  const states = componentStates(component);
  return {
    id: `component.${index}`,
    label: id,
    description: states.join(' · '),
    tooltip: [
      `**${id}** (bit ${index}): ${title}`,
      documentation,
      table(component),
      `${size} bytes in an XSAVE area${changedNote(changed)}`,
    ].join('\n\n'),
    icon: componentIcon(component),
    spoken: `${id}, ${title}: ${states.join(', ')}${changed ? ', changed' : ''}`,
    changed,
  };
}

/** What there is to say, most telling first: the view may be narrow. */
function componentStates({ enabled, armed, inUse, inBuffer, saved }: ComponentView): readonly string[] {
  if (!enabled) return ['off'];
  const states = [inUse ? 'in use' : 'INIT'];
  if (armed) states.unshift('armed');
  if (inBuffer) states.push(saved ? 'saved in buffer' : 'in buffer');
  if (inBuffer === false) states.push('not in buffer');
  return states;
}

function componentIcon({ enabled, armed, inUse }: ComponentView): Row['icon'] {
  if (!enabled) return ICON.off;
  if (armed) return ICON.armed;
  return inUse ? ICON.inUse : ICON.idle;
}

function table({ enabled, armed, inUse, inBuffer, saved }: ComponentView): string {
  const rows: readonly [string, boolean | null, string, string][] = [
    ['Enabled', enabled, 'in XCR0 or IA32_XSS', 'the operating system has not enabled it'],
    ['Armed', armed, 'in IA32_XFD: the next use raises #NM', 'not in IA32_XFD'],
    ['In use', inUse, 'in XINUSE', 'in its initial state'],
    [
      'In the buffer',
      inBuffer,
      "has a place in the current task's XSAVE area",
      "the current task's XSAVE area has no room for it",
    ],
    ['Saved', saved, 'in XSTATE_BV of that area', 'in its initial state there'],
  ];
  const lines = rows
    .filter(([, state]) => state !== null)
    .map(([name, state, yes, no]) => `| ${name} | ${state ? `**yes**: ${yes}` : `no: ${no}`} |`);
  return ['| | |', '|:--|:--|', ...lines].join('\n');
}

function changedNote(changed: boolean): string {
  return changed ? '\n\n*Changed by the last step*' : '';
}
