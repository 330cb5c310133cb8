/** What APX makes of CMOVcc, SETcc, CMP and TEST (APX 355828, 3.1.3.2 and 3.1.2.3.1). */
import { tableOf } from '../../table';
import { binaryRows } from './arithmetic';
import { type ApxForm, apxForm, CONDITIONS, formsOfRow, type OpcodeRow, opcodeOf } from './form';

const WORDS = [16, 32, 64] as const;
const ALL = [8, ...WORDS] as const;

/** With a new destination alone it is CMOVcc. In two operands NF tells the direction; in three it lets memory be. */
const MOVES = CONDITIONS.flatMap((condition, number): ApxForm[] => {
  const opcode = opcodeOf(0x40, number);
  const row = { letters: 'RM', opcode, sizes: WORDS, words: ['r', 'rm'] } as const;
  const move: OpcodeRow = { ...row, head: `Cmov${condition}`, nd: true };
  const faulting = { ...row, head: `Cfcmov${condition}`, older: () => undefined };
  const load = formsOfRow(faulting);
  const store = formsOfRow({ ...faulting, words: ['rm', 'r'], letters: 'MR', nf: true });
  const choice = formsOfRow({ ...faulting, nd: true, nf: true });
  return [
    ...formsOfRow(move).filter(({ isNew }) => isNew),
    ...load,
    ...store.filter(isWithoutFlags).map(withoutSuffix),
    ...choice.filter(({ line }) => line.includes('.ND1.NF1')).map(withoutSuffix),
  ].map((form) => ({ ...form, isNew: true }));
});

function isWithoutFlags({ line }: ApxForm): boolean {
  return line.includes('.NF1');
}

/** NF is part of the opcode here. */
function withoutSuffix(form: ApxForm): ApxForm {
  return { ...form, form: form.form.replace('_nf', ''), line: form.line.replace('_nf', '') };
}

const SETS = CONDITIONS.flatMap((condition, number) => {
  const row = { words: ['rm8'], letters: 'M', opcode: opcodeOf(0x40, number) };
  const fields = 'F2.MAP4.WIG';
  return [
    apxForm({ ...row, head: `Set${condition}`, fields, older: `Set${condition}_rm8` }),
    apxForm({ ...row, head: `Setzu${condition}`, fields: `${fields}.ND1`, isNew: true }),
  ];
});

/** In place of the conditions of parity: always and never. */
const OF_PARITY = tableOf<string>({ p: 't', np: 'f' });
const SOURCE_CONDITIONS = CONDITIONS.map((condition) => OF_PARITY[condition] ?? condition);

const COMPARES = SOURCE_CONDITIONS.flatMap((condition, number) => {
  const compare = binaryRows(`Ccmp${condition}`, 7, {});
  const head = `Ctest${condition}`;
  const test: readonly OpcodeRow[] = [
    { head, words: ['rm', 'r'], letters: 'MR', opcode: '85', byteOpcode: '84', sizes: ALL },
    { head, words: ['rm', 'imm'], letters: 'MI', opcode: 'F7', byteOpcode: 'F6', digit: 0, sizes: ALL },
  ];
  const second: OpcodeRow = { ...test[1]!, digit: 1 }; // the second of two
  return [
    ...[...compare, ...test].flatMap(formsOfRow),
    ...formsOfRow(second).map((form) => renamed(form, form.line.includes(' F6 ') ? '_F6r1' : '_F7r1')),
  ].map((form) => conditional(form, number));
});

/** The older opcode of TEST that no assembler writes. */
function renamed(form: ApxForm, suffix: string): ApxForm {
  const name = `${form.form}${suffix}`;
  return { ...form, form: name, line: form.line.replace(form.form, name) };
}

function conditional(form: ApxForm, number: number): ApxForm {
  const older = form.form.replace(
    /^EVEX_C(cmp|test)[a-z]+_/,
    (_, name: string) => `${name === 'cmp' ? 'Cmp' : 'Test'}_`,
  );
  return { ...form, line: form.line.replace(/ EVEX\S+/, `$&.SC${number}`), older, isNew: true };
}

export const CONDITIONAL_FORMS: readonly ApxForm[] = [...MOVES, ...SETS, ...COMPARES];
