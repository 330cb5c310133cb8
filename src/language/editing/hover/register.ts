/** What the register tables know of a register, as Markdown. */
import { COMPONENTS } from '../../../machine/architecture/component';
import type { BitField, Register } from '../../../machine/architecture/registers';

export function describeRegister(register: Register): string {
  const { title, documentation, width, msr, meanings, fields = [], kind, manual } = register;
  const number = msr === undefined ? '' : `, MSR \`0x${msr.toString(16)}\``;
  const values = Object.entries(meanings ?? {}).map(([value, meaning]) => `- ${value}: ${meaning}`);
  const parts = [
    documentation,
    `**${title}**, ${width} bits${number}. ${accessText(register)}`,
    values.join('\n'),
    kind === 'components' ? `A bit for each state component: ${COMPONENTS.map(bitOfComponent).join(', ')}.` : '',
    fields.map(describeField).join('\n'),
    `_${manual}_`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function accessText({ write, reset = 0, feature }: Register): string {
  const parts = [
    typeof write === 'string' ? `${write} writes it.` : write.never,
    reset === 0 ? '' : `\`0x${reset.toString(16)}\` after a reset.`,
    feature ? `Needs CPUID ${feature}.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function bitOfComponent({ index, id }: { readonly index: number; readonly id: string }): string {
  return `${id} ${index}`;
}

function describeField({ bit, width = 1, name, documentation, feature }: BitField): string {
  const place = width === 1 ? `${bit}` : `${bit + width - 1}:${bit}`;
  return `- ${place} \`${name}\`: ${documentation}${feature ? ` Needs CPUID ${[feature].flat().join(' or ')}.` : ''}`;
}
