/**
 * Other instructions with APX's EVEX prefix: two pushes in one, and older instructions that only gain registers, some from
 * the VEX maps (APX 355828, 3.1.3.1, 3.1.2.3.1 and 3.1.2.3.2).
 */
import { tableOf } from '../../table';
import { type ApxForm, apxForm, CONDITIONS, formsOfRow, opcodeOf } from './form';

const STACK: readonly ApxForm[] = (['W0', 'W1'] as const).flatMap((w) => {
  const common = { words: ['r64', 'r64'], letters: 'VM', fields: `NP.MAP4.${w}.ND1` };
  const suffix = w === 'W1' ? 'p' : '';
  return [
    apxForm({ ...common, head: `Push2${suffix}`, opcode: 'FF', digit: 6 }),
    apxForm({ ...common, head: `Pop2${suffix}`, opcode: '8F', digit: 0 }),
  ];
});

const WIDE = [
  [32, 'W0'],
  [64, 'W1'],
] as const;

const SIZES = [16, 32, 64] as const;

/** Registers, too, in place of memory. */
const REVERSED: readonly ApxForm[] = [
  ...formsOfRow({
    head: 'Movbe',
    words: ['r', 'rm'],
    letters: 'RM',
    opcode: '60',
    sizes: SIZES,
    older: ([first, second]) => `Movbe_${first}_${second?.replace('r', '')}`,
  }),
  ...formsOfRow({
    head: 'Movbe',
    words: ['rm', 'r'],
    letters: 'MR',
    opcode: '61',
    sizes: SIZES,
    older: ([first, second]) => `Movbe_${first?.replace('r', '')}_${second}`,
  }),
];

/** Without a meaning here: they decode, and are named. */
const NOT_MODELLED: readonly ApxForm[] = [
  ...WIDE.flatMap(([bits, w]) => [
    unmodelled(`Wruss${bits === 64 ? 'q' : 'd'}_m${bits}_r${bits}`, `66.MAP4.${w}`, '65'),
    unmodelled(`Wrss${bits === 64 ? 'q' : 'd'}_m${bits}_r${bits}`, `NP.MAP4.${w}`, '66'),
    ...(
      [
        ['Aadd', 'NP'],
        ['Aand', '66'],
        ['Axor', 'F3'],
        ['Aor', 'F2'],
      ] as const
    ).map(([head, prefix]) => unmodelled(`${head}_m${bits}_r${bits}`, `${prefix}.MAP4.${w}`, 'FC')),
  ]),
  unmodelled('Invept_r64_m128', 'F3.MAP4.WIG', 'F0'),
  unmodelled('Invvpid_r64_m128', 'F3.MAP4.WIG', 'F1'),
  unmodelled('Enqcmd_r64_m512', 'F2.MAP4.W0', 'F8'),
  unmodelled('Enqcmds_r64_m512', 'F3.MAP4.W0', 'F8'),
  apxForm({ head: 'Urdmsr', words: ['rm64', 'r64'], letters: 'MR', fields: 'F2.MAP4.W0', opcode: 'F8' }),
  apxForm({ head: 'Uwrmsr', words: ['r64', 'rm64'], letters: 'RM', fields: 'F3.MAP4.W0', opcode: 'F8' }),
];

function unmodelled(name: string, fields: string, opcode: string): ApxForm {
  const [head = '', ...words] = name.split('_');
  return apxForm({ head, words, letters: words[0]?.startsWith('m') ? 'MR' : 'RM', fields, opcode });
}

function promoted(name: string, letters: string, fields: string, opcode: string): ApxForm {
  const [head = '', ...words] = name.split('_');
  return apxForm({ head, words, letters, fields, opcode, older: name });
}

const CHECKSUMS: readonly ApxForm[] = [
  promoted('Crc32_r32_rm8', 'RM', 'NP.MAP4.W0', 'F0'),
  promoted('Crc32_r64_rm8', 'RM', 'NP.MAP4.W1', 'F0'),
  promoted('Crc32_r32_rm16', 'RM', '66.MAP4.W0', 'F1'),
  promoted('Crc32_r32_rm32', 'RM', 'NP.MAP4.W0', 'F1'),
  promoted('Crc32_r64_rm64', 'RM', 'NP.MAP4.W1', 'F1'),
];

const CARRIES: readonly ApxForm[] = (
  [
    ['Adcx', '66'],
    ['Adox', 'F3'],
  ] as const
).flatMap(([head, prefix]) =>
  WIDE.flatMap(([bits, w]) => {
    const words = [`r${bits}`, `rm${bits}`];
    const common = { head, opcode: '66', older: [head, ...words].join('_') };
    return [
      apxForm({ ...common, words, letters: 'RM', fields: `${prefix}.MAP4.${w}` }),
      apxForm({
        ...common,
        words: [`r${bits}`, ...words],
        letters: 'VRM',
        fields: `${prefix}.MAP4.${w}.ND1`,
        isNew: true,
      }),
    ];
  }),
);

const MOVES: readonly ApxForm[] = [
  ...WIDE.map(([bits, w]) => promoted(`Movdiri_m${bits}_r${bits}`, 'MR', `NP.MAP4.${w}`, 'F9')),
  promoted('Movdir64b_r64_m512', 'RM', '66.MAP4.W0', 'F8'),
  promoted('Movdir64b_r32_m512', 'RM', '66.MAP4.W0', 'a32 F8'),
  promoted('Movrs_r8_m8', 'RM', 'NP.MAP4.W0', '8A'),
  promoted('Movrs_r16_m16', 'RM', '66.MAP4.W0', '8B'),
  promoted('Movrs_r32_m32', 'RM', 'NP.MAP4.W0', '8B'),
  promoted('Movrs_r64_m64', 'RM', 'NP.MAP4.W1', '8B'),
  promoted('Invpcid_r64_m128', 'RM', 'F3.MAP4.WIG', 'F2'),
];

/** Of maps 0F 38 and 0F 3A: whether there are forms without flags. */
const FROM_VEX = (
  [
    ['Andn', ['r', 'r', 'rm'], 'RVM', 'NP.0F38', 'F2', undefined, true],
    ['Bextr', ['r', 'rm', 'r'], 'RMV', 'NP.0F38', 'F7', undefined, true],
    ['Blsr', ['r', 'rm'], 'VM', 'NP.0F38', 'F3', 1, true],
    ['Blsmsk', ['r', 'rm'], 'VM', 'NP.0F38', 'F3', 2, true],
    ['Blsi', ['r', 'rm'], 'VM', 'NP.0F38', 'F3', 3, true],
    ['Bzhi', ['r', 'rm', 'r'], 'RMV', 'NP.0F38', 'F5', undefined, true],
    ['Pext', ['r', 'r', 'rm'], 'RVM', 'F3.0F38', 'F5', undefined, false],
    ['Pdep', ['r', 'r', 'rm'], 'RVM', 'F2.0F38', 'F5', undefined, false],
    ['Mulx', ['r', 'r', 'rm'], 'RVM', 'F2.0F38', 'F6', undefined, false],
    ['Shlx', ['r', 'rm', 'r'], 'RMV', '66.0F38', 'F7', undefined, false],
    ['Sarx', ['r', 'rm', 'r'], 'RMV', 'F3.0F38', 'F7', undefined, false],
    ['Shrx', ['r', 'rm', 'r'], 'RMV', 'F2.0F38', 'F7', undefined, false],
    ['Rorx', ['r', 'rm', 'imm8'], 'RMI', 'F2.0F3A', 'F0', undefined, false],
  ] as const
).flatMap(([head, kinds, letters, map, opcode, digit, hasNf]) =>
  WIDE.flatMap(([bits, w]) => {
    const words = kinds.map((kind) => (kind === 'imm8' ? kind : `${kind}${bits}`));
    const common = { head, words, letters, opcode, digit, older: `VEX_${[head, ...words].join('_')}` };
    const plain = apxForm({ ...common, fields: `${map}.${w}` });
    return hasNf ? [plain, apxForm({ ...common, fields: `${map}.${w}.NF1`, suffix: '_nf', isNew: true })] : [plain];
  }),
);

/** As disassemblers write these conditions here. */
const OTHER_SUFFIXES = tableOf<string>({ ae: 'nb', e: 'z', ne: 'nz', a: 'nbe', ge: 'nl', g: 'nle' });

const COMPARE_ADDS = CONDITIONS.flatMap((condition, number) =>
  WIDE.map(([bits, w]) => {
    const head = `Cmp${OTHER_SUFFIXES[condition] ?? condition}xadd`;
    const words = [`m${bits}`, `r${bits}`, `r${bits}`];
    const older = `VEX_${[head, ...words].join('_')}`;
    return apxForm({ head, words, letters: 'MRV', fields: `66.0F38.${w}`, opcode: opcodeOf(0xe0, number), older });
  }),
);

const MASK_MOVES = (
  [
    ['b', 8, '66', 'W0', '66', 'W0', 32],
    ['w', 16, 'NP', 'W0', 'NP', 'W0', 32],
    ['d', 32, '66', 'W1', 'F2', 'W0', 32],
    ['q', 64, 'NP', 'W1', 'F2', 'W1', 64],
  ] as const
).flatMap(([letter, bits, prefix, w, generalPrefix, generalW, general]) =>
  (
    [
      [`kr_km${bits}`, 'RM', `${prefix}.0F.${w}`, '90'],
      [`m${bits}_kr`, 'MR', `${prefix}.0F.${w}`, '91'],
      [`kr_r${general}`, 'RM', `${generalPrefix}.0F.${generalW}`, '92'],
      [`r${general}_kr`, 'RM', `${generalPrefix}.0F.${generalW}`, '93'],
    ] as const
  ).map(([words, letters, fields, opcode]) =>
    apxForm({
      head: `Kmov${letter}`,
      words: words.split('_'),
      letters,
      fields,
      opcode,
      older: `VEX_Kmov${letter}_${words}`,
    }),
  ),
);

export const OTHER_FORMS: readonly ApxForm[] = [
  ...STACK,
  ...REVERSED,
  ...CHECKSUMS,
  ...CARRIES,
  ...MOVES,
  ...FROM_VEX,
  ...COMPARE_ADDS,
  ...MASK_MOVES,
  ...NOT_MODELLED,
];
