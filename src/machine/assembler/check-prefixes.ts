/** Which prefixes an instruction takes (Intel SDM vol. 2, 2.1.1 and LOCK, REP). */
import type { Prefix } from '../cpu/instruction';
import type { AssemblerOperand, AssemblyError } from '../encoding/operand';
import { tableOf } from '../table';
import { isEncodingChoice, isPseudoPrefix, roundingOf } from './pseudo-op';

const MEANING = tableOf<Prefix>({
  lock: 'lock',
  rep: 'rep',
  repe: 'rep',
  repz: 'rep',
  repne: 'repne',
  repnz: 'repne',
  notrack: 'notrack',
  '{rex2}': '{rex2}',
});

const LOCKABLE: ReadonlySet<string> = new Set(
  'add adc and btc btr bts cmpxchg cmpxchg8b cmpxchg16b dec inc neg not or sbb sub xadd xchg xor'.split(' '),
);

const REPEATABLE: ReadonlySet<string> = new Set(
  ['movs', 'stos', 'lods', 'cmps', 'scas'].flatMap((name) => ['b', 'w', 'd', 'q'].map((size) => name + size)),
);

type Kind = Pick<AssemblerOperand, 'kind'>;

/** The prefixes in the core's words, or why `mnemonic` cannot have them. */
export function checkPrefixes(
  mnemonic: string,
  prefixes: readonly string[],
  operands: readonly Kind[],
  hasEvex = false,
): readonly Prefix[] | AssemblyError {
  const checked: Prefix[] = [];
  const byType = new Map<string, string>();
  for (const name of prefixes) {
    const type = typeOf(name);
    const other = byType.get(type);
    if (other !== undefined) return { code: 'bad-prefix', message: repetition(name, other) };
    byType.set(type, name);
    if (isPseudoPrefix(name)) continue;
    const prefix = MEANING[name];
    if (!prefix) return { code: 'bad-prefix', message: `The prefix \`${name}\` is not modelled by this emulator.` };
    if (hasEvex) {
      return { code: 'bad-prefix', message: `\`${mnemonic}\` cannot have \`${name}\` beside the prefix EVEX.` };
    }
    if (!allows(prefix, mnemonic, operands)) {
      const reason = prefix === 'lock' ? ': it goes with read-modify-write of memory only' : '';
      return { code: 'bad-prefix', message: `\`${mnemonic}\` cannot have the prefix \`${name}\`${reason}.` };
    }
    checked.push(prefix);
  }
  return checked;
}

/** An instruction has one prefix of each type: REP or REPNE, one encoding, one rounding. */
function typeOf(prefix: string): string {
  if (MEANING[prefix] === 'rep' || MEANING[prefix] === 'repne') return 'repeat';
  if (isEncodingChoice(prefix)) return 'encoding';
  return roundingOf([prefix]) ? 'rounding' : prefix;
}

function repetition(name: string, other: string): string {
  return name === other ? `\`${name}\` stands there twice.` : `\`${name}\` cannot stand beside \`${other}\`.`;
}

function allows(prefix: Prefix, mnemonic: string, operands: readonly Kind[]): boolean {
  switch (prefix) {
    case 'lock':
      return LOCKABLE.has(mnemonic) && operands[0]?.kind === 'memory';
    case 'rep':
      // RET with REP does as RET does; compilers wrote it for old branch predictors.
      return mnemonic === 'ret' || isString(mnemonic, operands);
    case 'repne':
      return isString(mnemonic, operands);
    case '{rex2}':
      // The form has been chosen by it.
      return true;
    case 'notrack':
      return (mnemonic === 'jmp' || mnemonic === 'call') && operands[0]?.kind !== 'branch';
  }
}

/** MOVSD and CMPSD with operands are vector instructions. */
function isString(mnemonic: string, operands: readonly Kind[]): boolean {
  return REPEATABLE.has(mnemonic) && operands.length === 0;
}
