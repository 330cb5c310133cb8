/**
 * The extended state of a logical processor in the parts that a kernel saves and restores, each as a digest. A digest of
 * 64 bits stands for the contents: tasks are compared without a copy of their 11 KiB.
 */
import { COMPONENTS, XFEATURE } from '../../machine/architecture/component';
import { COMPONENT_REGISTERS, OFFSET, type RegisterRun, SCALAR, WORD } from '../../machine/architecture/register-file';
import type { StoredAs } from '../../machine/architecture/registers';
import type { Cpu } from '../../machine/cpu/cpu';
import { Digest } from '../../machine/digest';

export interface RegisterPart {
  /** The component's name, or what of X87 it is. */
  readonly name: string;
  readonly runs: readonly RegisterRun[];
  /** Whether contents that are not initial tell whose they are. PKRU and control words are alike in many tasks. */
  readonly secret: boolean;
  /** A maker's XRSTOR may leave it alone, or the kernel may set it anew: only seeing another task's is wrong. */
  readonly volatile?: true;
}

const word = (name: StoredAs<'u32'>): RegisterRun => ({
  at: OFFSET.words / 4 + WORD[name],
  words: 1,
  count: 1,
  stride: 0,
});
const scalar = (name: StoredAs<'u64'>): RegisterRun => ({
  at: OFFSET.scalars / 4 + 2 * SCALAR[name],
  words: 2,
  count: 1,
  stride: 0,
});

const X87_STACK: RegisterRun = { at: OFFSET.x87 / 4, words: 32, count: 1, stride: 0 };

export const REGISTER_PARTS: readonly RegisterPart[] = [
  { name: 'X87', runs: [X87_STACK], secret: true },
  { name: 'X87 control', runs: [word('fcw'), word('fsw'), word('ftw')], secret: false },
  // AMD's processors save the pointers only with an exception pending (AMD APM vol. 2, 11.4.4).
  {
    name: 'X87 pointers',
    runs: [word('fop'), word('fcs'), word('fds'), scalar('fip'), scalar('fdp')],
    secret: true,
    volatile: true,
  },
  { name: 'MXCSR', runs: [word('mxcsr')], secret: false },
  ...COMPONENTS.filter(({ kind, index }) => kind === 'user' && index !== XFEATURE.X87).map(({ id, index }) => ({
    name: id,
    runs: COMPONENT_REGISTERS[index] ?? [],
    secret: index !== XFEATURE.PKRU,
  })),
];

/** A digest for each part, in their order; `''` for contents that are all zeros: nobody can be told by these. */
export function digestParts({ registers }: Pick<Cpu, 'registers'>): readonly string[] {
  return REGISTER_PARTS.map(({ runs }) => digestRuns(registers, runs));
}

function digestRuns(registers: Int32Array, runs: readonly RegisterRun[]): string {
  const digest = new Digest();
  let any = 0;
  for (const { at, words, count, stride } of runs) {
    for (let piece = 0; piece < count; piece++) {
      const start = at + piece * stride;
      for (let index = start; index < start + words; index++) {
        const value = registers[index] ?? 0;
        any |= value;
        digest.word(value);
      }
    }
  }
  return any === 0 ? '' : digest.toString();
}
