/** Operands: the registers that some form of the instruction takes at this place, sizes, addresses. */
import { formByName } from '../machine/assembler/form';
import { rowsNamed } from '../machine/instructions';
import { registerByName, registerNames } from '../machine/register-names';
import type { Completion, CompletionPlace } from './completion';
import { isBranch } from './operands';
import { POINTER_SIZES } from './parse-operand';

export function operandCompletions({ tokens }: CompletionPlace): readonly Completion[] {
  const mnemonic = tokens[0]?.text.toLowerCase() ?? '';
  if (isBranch(mnemonic)) return [];
  if (isInBrackets(tokens)) return registers(({ file, size }) => file === 'gpr' && size >= 4);
  const index = tokens.filter(({ text }) => text === ',').length;
  const patterns = rowsNamed(mnemonic)
    .flatMap((row) => row.forms)
    .flatMap((name) => formByName(name)?.operands[index] ?? []);
  const ofPlace = registers(({ file, size }) =>
    patterns.some((pattern) => pattern.file === file && pattern.size === size),
  );
  const takesMemory = patterns.some(({ memory }) => memory !== undefined && memory !== 0);
  return [...ofPlace, ...(takesMemory ? sizes() : [])];
}

function isInBrackets(tokens: readonly { readonly text: string }[]): boolean {
  let depth = 0;
  for (const { text } of tokens) depth += text === '[' ? 1 : text === ']' ? -1 : 0;
  return depth > 0;
}

type Test = (register: NonNullable<ReturnType<typeof registerByName>>) => boolean;

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
