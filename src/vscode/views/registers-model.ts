/** The Registers view: the control registers of extended state, then a row for each component. */
import type { ComponentView, RegistersView } from '../../adapter/views/views';
import { maskNames, maskText } from './component-names';
import { ICON, type Row } from './row';

type RegisterKey = 'xcr0' | 'xss' | 'xfd' | 'xfdErr' | 'xinuse';

interface RegisterText {
  readonly key: RegisterKey;
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
}

const REGISTERS: readonly RegisterText[] = [
  {
    key: 'xcr0',
    name: 'XCR0',
    title: 'Extended control register 0',
    meaning: 'The user components that are enabled. XSETBV writes it.',
  },
  {
    key: 'xss',
    name: 'XSS',
    title: 'IA32_XSS, MSR DA0h',
    meaning: 'The supervisor components that are enabled: only XSAVES and XRSTORS reach them.',
  },
  {
    key: 'xfd',
    name: 'XFD',
    title: 'IA32_XFD, MSR 1C4h',
    meaning: 'Extended feature disable: an instruction that touches one of these components raises #NM.',
  },
  {
    key: 'xfdErr',
    name: 'XFD_ERR',
    title: 'IA32_XFD_ERR, MSR 1C5h',
    meaning: 'Which component the last #NM by XFD was about. Only software clears it.',
  },
  {
    key: 'xinuse',
    name: 'XINUSE',
    title: 'In-use bitmap of the processor',
    meaning: 'The components that are not in their initial state. XGETBV with ECX = 1 reads XCR0 & XINUSE.',
  },
];

export function registerRows(view: RegistersView): readonly Row[] {
  const enabled = view.rows.filter((component) => component.enabled);
  const off = view.rows.filter((component) => !component.enabled);
  return [
    ...REGISTERS.map((register) => registerRow(view, register)),
    ...enabled.map(componentRow),
    ...(off.length > 0 ? [offRow(off)] : []),
  ];
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

function registerRow(view: RegistersView, { key, name, title, meaning }: RegisterText): Row {
  const value = view[key];
  const changed = view.changed.includes(key);
  const names = maskNames(value);
  const armed = key === 'xfd' && value !== '0x0';
  return {
    id: `register.${key}`,
    label: name,
    description: maskText(value),
    tooltip: `**${name}** = \`${value}\`  \n${title}\n\n${meaning}\n\nSet: ${names}${changedNote(changed)}`,
    icon: armed ? ICON.armed : ICON.register,
    spoken: `${name} ${value}: ${names}${changed ? ', changed' : ''}`,
    changed,
    value,
  };
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
