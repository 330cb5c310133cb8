/** Operands: the registers that some form of the instruction takes at this place, sizes, addresses. */
import { formByName } from '../../../machine/assembler/form';
import { isExtendedGeneral, registerByName, registerNames } from '../../../machine/cpu/register-names';
import { takesExtendedGeneral } from '../../../machine/encoding/extended-general';
import { rowsNamed } from '../../../machine/instructions';
import { checkSetting } from '../../checks/check-setting';
import { isBranch, POINTER_SIZES } from '../../instructions';
import type { Completion, CompletionPlace } from './item';

export function operandCompletions({ tokens, trace, context }: CompletionPlace): readonly Completion[] {
  const mnemonic = tokens[0]?.text.toLowerCase() ?? '';
  if (isBranch(mnemonic)) return [];
  const rows = rowsNamed(mnemonic);
  const names = rows.flatMap((row) => row.forms);
  const forms = names.map(formByName);
  const hasApx =
    rows.some(({ features }) => features.includes('APX_F')) ||
    checkSetting(trace, context).setting.processor.has('APX_F');
  const canExtend = (kind: 'register' | 'memory') => hasApx && names.some((name) => takesExtendedGeneral(name, kind));
  if (isInBrackets(tokens)) {
    const extended = canExtend('memory');
    return registers((register) => isAddressRegister(register) && (extended || !isExtendedGeneral(register)));
  }
  const index = tokens.filter(({ text }) => text === ',').length;
  const patterns = forms.flatMap((form) => form?.operands[index] ?? []);
  const extended = canExtend('register');
  const ofPlace = registers(
    (register) =>
      (extended || !isExtendedGeneral(register)) &&
      patterns.some(({ file, size }) => file === register.file && size === register.size),
  );
  const takesMemory = patterns.some(({ memory }) => memory !== undefined && memory !== 0);
  return [...ofPlace, ...(takesMemory ? sizes() : [])];
}

function isInBrackets(tokens: readonly { readonly text: string }[]): boolean {
  let depth = 0;
  for (const { text } of tokens) depth += text === '[' ? 1 : text === ']' ? -1 : 0;
  return depth > 0;
}

function isAddressRegister({ file, size }: Register): boolean {
  return file === 'gpr' && size >= 4;
}

type Register = NonNullable<ReturnType<typeof registerByName>>;

type Test = (register: Register) => boolean;

function registers(test: Test): readonly Completion[] {
  return [...registerNames()].flatMap((label): readonly Completion[] => {
    const register = registerByName(label);
    return register && test(register) ? [{ label, kind: 'register', detail: `${register.size * 8} bits` }] : [];
  });
}

function sizes(): readonly Completion[] {
  return Object.entries(POINTER_SIZES).map(([word, bytes]) => ({
    label: `${word} ptr`,
    kind: 'keyword',
    detail: bytes === 1 ? '1 byte' : `${bytes} bytes`,
  }));
}
