/** The law that CPUID of the models keeps: what a feature stands for executes, form by form of the library's list. */
import assert from 'node:assert/strict';
import { FEATURE_NAMES, FEATURES, type Feature, type FeatureRow } from '../../../src/machine/architecture/feature';
import { type Iced, iced } from '../../../src/machine/encoding/iced';
import { rowOfForm } from '../../../src/machine/instructions';
import { CPU_MODELS } from '../../../src/machine/processor/models';
import { Processor } from '../../../src/machine/processor/processor';

const OTHER_NAMES: Readonly<Record<string, Feature>> = {
  CMPXCHG16B: 'CX16',
  FPU287: 'FPU',
  FPU387: 'FPU',
  HLE_or_RTM: 'RTM',
};

/** Encodings that no compiler writes, and instructions that need more than the feature. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^([SLM]fence)_[EF][0-9A-F]$/, 'other bits in the place of registers: the same as the plain encoding'],
  [/^(Tpause|Umwait)_r64$/, 'REX.W, which means nothing there'],
  [/^(Monitorx?|Clzero)d$/, 'an address of 32 bits that no operand names'],
  [/^(F(ld|st|n?st)env_m14byte|F(rstor|n?save)_m94byte)$/, 'images of 16-bit operating systems'],
  [
    /^F(st(cw|sw|env)|save|clex|init)|^Fn?(eni|disi|setpm)$|^Fstpnce_|_D[CDEF][CD0-9A-F]\d$/,
    'two instructions in one, or aliases',
  ],
  [/^(Rstorssp|Setssbsy|Saveprevssp|Clrssbsy|Wru?ss)/, 'shadow stacks, which are never enabled'],
  [/^(Enqcmd|Senduipi|Testui|Clui|Stui)/, 'need what only an operating system with devices enables'],
  [/^Bnd/, 'bounds, whose registers are modelled and whose checks are not'],
  [/^(Endbr32|Sysretd|Sysexitd)$/, '32-bit code'],
  [/^Prefetch(reserved\d)?_m8$/, 'hints of AMD that compilers do not write'],
  [/^Xsha|^Xcrypt|^Xstore|^Montmul/, 'PadLock'],
];

const announced = new Set(
  CPU_MODELS.flatMap((model) => {
    const processor = new Processor(model);
    return FEATURE_NAMES.filter((feature) => processor.has(feature));
  }),
);

function featuresOf(code: Iced.Code): readonly Feature[] {
  const { CpuidFeature, Instruction } = iced();
  const instruction = new Instruction();
  instruction.code = code;
  const names = [...instruction.cpuidFeatures()].map((feature) => CpuidFeature[feature] ?? '');
  instruction.free();
  return names
    .map((name) => OTHER_NAMES[name] ?? name)
    .filter((name): name is Feature => FEATURE_NAMES.some((known) => known === name));
}

function* formsOf64Bits(): Iterable<readonly [form: string, code: Iced.Code]> {
  const { Code, CodeExt } = iced();
  for (const [form, code] of Object.entries(Code)) {
    if (typeof code !== 'number') continue;
    const info = CodeExt.opCode(code);
    const isThere = info.mode64 && info.isInstruction;
    info.free();
    if (isThere) yield [form, code];
  }
}

describe('what CPUID of a model announces', () => {
  it('executes, every form of it', () => {
    const missing: string[] = [];
    let checked = 0;
    for (const [form, code] of formsOf64Bits()) {
      const features = featuresOf(code);
      if (features.length === 0 || !features.every((feature) => announced.has(feature))) continue;
      if (features.some((feature) => !executes(feature))) continue;
      checked++;
      if (rowOfForm(form) || LEFT_OUT.some(([pattern]) => pattern.test(form))) continue;
      missing.push(`${form}: ${features.join(' ')}`);
    }
    assert.deepEqual(missing, []);
    assert.ok(checked > 3000, `${checked} forms`);
  });

  it('has instructions that execute, or none', () => {
    const not = FEATURE_NAMES.filter((feature) => announced.has(feature) && rowOf(feature).executes === 'no');
    assert.deepEqual(not, []);
  });
});

function rowOf(feature: Feature): FeatureRow {
  return FEATURES[feature];
}

function executes(feature: Feature): boolean {
  const { executes: answer = 'yes' } = rowOf(feature);
  return answer === 'yes';
}
