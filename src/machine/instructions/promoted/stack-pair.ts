/** PUSH2, POP2 and the same with the hint of PPX (APX 355828, 3.1.3.1.1). */
import type { InstructionRow } from '../../cpu/instruction';
import { compilePop2, compilePush2 } from '../../integer/apx/stack-pair';
import { UNALIGNED } from '../integer/row';
import { formsNamed, newRow, PROMOTION } from './row';

const FAULTS = [
  '#SS(0) when RSP is not canonical',
  `${UNALIGNED} when RSP is not a multiple of 16`,
  '#PF for a page fault',
];

export const STACK_PAIRS: readonly InstructionRow[] = ['', 'p'].flatMap((suffix) => {
  const hint = suffix === '' ? '' : ' The hint that pairs it with the other has no effect here.';
  const common = { features: PROMOTION, exceptions: FAULTS };
  return [
    newRow({
      ...common,
      mnemonic: `push2${suffix}`,
      summary: 'Push two registers onto the stack',
      operation: `RSP -= 16, then memory at RSP = second and memory at RSP + 8 = first.${hint}`,
      forms: formsNamed(`push2${suffix}`),
      compile: compilePush2,
    }),
    newRow({
      ...common,
      mnemonic: `pop2${suffix}`,
      summary: 'Pop two registers from the stack',
      operation: `first = memory at RSP, second = memory at RSP + 8, then RSP += 16.${hint}`,
      forms: formsNamed(`pop2${suffix}`),
      compile: compilePop2,
    }),
  ];
});
