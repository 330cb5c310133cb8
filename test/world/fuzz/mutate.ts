/** Texts that are nearly right: words, lines and characters moved, doubled, left out and replaced. */
import type { Random } from '../../machine/random';

/** What goes wrong at the edges: limits, names that JavaScript's objects have, signs without their partners. */
const STRANGE = [
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'undefined', 'NaN'],
  ...['0', '-1', '0x', '1 << 63', '99999999999999999999', '1e400', '(', ')', '[', ']', '{', '}', '"', '"{', "'", '\\'],
  ...[
    '=>',
    '= 0',
    '#NM',
    '#',
    ';',
    '//',
    '.',
    ':',
    ',',
    '@',
    '@1.5',
    '%',
    '$',
    '\u0000',
    '\u2028',
    '\ufeff',
    '🙂',
    '\r',
    '\t',
  ],
  ...[
    'end',
    'repeat 3 as i',
    'proc p',
    'ring0',
    'switch idle',
    'task A',
    'const c = c',
    '.rept 3',
    '.endr',
    '.macro m a',
  ],
  ...[
    'data d = zero 67108864',
    'data e = file "x"',
    'expect',
    'print "{',
    'mov eax,',
    'tilezero tmm0',
    'rax',
    'A',
    'tmm0.i32[0]',
  ],
];

type Mutation = (text: string, random: Random) => string;

const WORD = /[\w.#]+|\s+|[^\w\s]/gu;

const words: Mutation = (text, random) => {
  const tokens = text.match(WORD) ?? [];
  if (tokens.length === 0) return random.pick(STRANGE);
  const at = random.below(tokens.length);
  const other = random.oneIn(2) ? random.pick(tokens) : random.pick(STRANGE);
  return random.pick([
    () => tokens.toSpliced(at, 1).join(''),
    () => tokens.toSpliced(at, 1, other).join(''),
    () => tokens.toSpliced(at, 0, other).join(''),
    () => tokens.toSpliced(at, 0, tokens[at] ?? '').join(''),
  ])();
};

const lines: Mutation = (text, random) => {
  const all = text.split('\n');
  const at = random.below(all.length);
  const other = random.oneIn(2) ? random.pick(all) : random.pick(STRANGE);
  return random
    .pick([
      () => all.toSpliced(at, 1),
      () => all.toSpliced(at, 1, other),
      () => all.toSpliced(at, 0, other),
      () => [...all.slice(at), ...all.slice(0, at)],
    ])()
    .join('\n');
};

const characters: Mutation = (text, random) => {
  const at = random.below(text.length + 1);
  const cut = random.below(4);
  const put = random.oneIn(2) ? '' : String.fromCharCode(random.below(random.oneIn(4) ? 0x3000 : 0x80));
  return text.slice(0, at) + put + text.slice(at + cut);
};

const MUTATIONS: readonly Mutation[] = [words, words, lines, characters];

/** `text` with one to five mutations. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(5); left > 0; left--) result = random.pick(MUTATIONS)(result, random);
  return result;
}
