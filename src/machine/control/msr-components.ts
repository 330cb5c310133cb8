/**
 * The MSRs that supervisor state components hold, with their places in the components' images (Intel SDM vol. 1, 13.5:
 * 13.5.6 and the sections on PASID, CET, UINTR, LBR, HDC and HWP state).
 */
import { XFEATURE } from '../architecture/component';

/** An MSR that is 8 bytes of a supervisor component's image. */
export interface ComponentMsr {
  readonly number: number;
  readonly name: string;
  readonly component: number;
  /** Bytes from the start of the image. */
  readonly offset: number;
  readonly documentation: string;
  /** Bits that can be set; all of them unless given. */
  readonly writable?: bigint;
  /** The value, without the low bits that are no part of it, must be a canonical address. */
  readonly canonical?: boolean;
  /** Bits of the image that are not part of the MSR. */
  readonly imageOnly?: bigint;
}

const QWORD = 8;
const ALL = 0xffff_ffff_ffff_ffffn;

/** Rows for MSRs that follow each other in the image, in that order. */
function inOrder(component: number, rows: readonly Omit<ComponentMsr, 'component' | 'offset'>[]): ComponentMsr[] {
  return rows.map((row, index) => ({ ...row, component, offset: index * QWORD }));
}

const PT = inOrder(XFEATURE.PT, [
  { number: 0x570, name: 'IA32_RTIT_CTL', documentation: 'Processor Trace: control.' },
  { number: 0x560, name: 'IA32_RTIT_OUTPUT_BASE', documentation: 'Processor Trace: output region.' },
  { number: 0x561, name: 'IA32_RTIT_OUTPUT_MASK_PTRS', documentation: 'Processor Trace: output position.' },
  { number: 0x571, name: 'IA32_RTIT_STATUS', documentation: 'Processor Trace: status.' },
  { number: 0x572, name: 'IA32_RTIT_CR3_MATCH', documentation: 'Processor Trace: CR3 filter.' },
  { number: 0x580, name: 'IA32_RTIT_ADDR0_A', documentation: 'Processor Trace: first address range, start.' },
  { number: 0x581, name: 'IA32_RTIT_ADDR0_B', documentation: 'Processor Trace: first address range, end.' },
  { number: 0x582, name: 'IA32_RTIT_ADDR1_A', documentation: 'Processor Trace: second address range, start.' },
  { number: 0x583, name: 'IA32_RTIT_ADDR1_B', documentation: 'Processor Trace: second address range, end.' },
]);

const PASID = inOrder(XFEATURE.PASID, [
  {
    number: 0xd93,
    name: 'IA32_PASID',
    documentation: 'The process address space ID that ENQCMD puts into commands.',
    writable: 0x800f_ffffn,
  },
]);

/** Bits 9:6 are reserved; 63:12 are the address of the legacy code page bitmap. */
const CET_CONTROL = ALL & ~0x3c0n;
const STACK_POINTER = ALL & ~3n;

const CET = [
  ...inOrder(XFEATURE.CET_U, [
    {
      number: 0x6a0,
      name: 'IA32_U_CET',
      documentation: 'Control-flow enforcement in user mode.',
      writable: CET_CONTROL,
      canonical: true,
    },
    {
      number: 0x6a7,
      name: 'IA32_PL3_SSP',
      documentation: 'User shadow stack pointer.',
      writable: STACK_POINTER,
      canonical: true,
    },
  ]),
  ...inOrder(
    XFEATURE.CET_S,
    [0, 1, 2].map((cpl) => ({
      number: 0x6a4 + cpl,
      name: `IA32_PL${cpl}_SSP`,
      documentation: `Shadow stack pointer for CPL ${cpl}.`,
      writable: STACK_POINTER,
      canonical: true,
    })),
  ),
];

/** Bits 63:40 of the miscellaneous register are reserved; in the image, bit 63 holds the user interrupt flag. */
const UINTR_FLAG = 1n << 63n;

const UINTR = inOrder(XFEATURE.UINTR, [
  { number: 0x986, name: 'IA32_UINTR_HANDLER', documentation: 'Entry of the user interrupt handler.', canonical: true },
  {
    number: 0x987,
    name: 'IA32_UINTR_STACKADJUST',
    documentation: 'What delivery does to RSP.',
    writable: ALL & ~6n,
    canonical: true,
  },
  {
    number: 0x988,
    name: 'IA32_UINTR_MISC',
    documentation: 'Target table size and notification vector.',
    writable: 0xff_ffff_ffffn,
    imageOnly: UINTR_FLAG,
  },
  {
    number: 0x989,
    name: 'IA32_UINTR_PD',
    documentation: 'Address of the posted-interrupt descriptor.',
    writable: ALL & ~0x3fn,
    canonical: true,
  },
  { number: 0x985, name: 'IA32_UINTR_RR', documentation: 'User interrupts requested, a bit a vector.' },
  {
    number: 0x98a,
    name: 'IA32_UINTR_TT',
    documentation: 'Address of the target table; bit 0 enables SENDUIPI.',
    writable: ALL & ~0xen,
    canonical: true,
  },
]);

const LBR_RECORDS = 32;

const LBR = inOrder(XFEATURE.LBR, [
  { number: 0x14ce, name: 'IA32_LBR_CTL', documentation: 'Which branches are recorded.', writable: 0x7f_000fn },
  { number: 0x14cf, name: 'IA32_LBR_DEPTH', documentation: 'How many branches are recorded.', writable: 0x38n },
  { number: 0x1dd, name: 'IA32_LER_FROM_IP', documentation: 'The last event record: where from.' },
  { number: 0x1de, name: 'IA32_LER_TO_IP', documentation: 'The last event record: where to.' },
  { number: 0x1e0, name: 'IA32_LER_INFO', documentation: 'The last event record: cycles and kind.' },
  ...Array.from({ length: LBR_RECORDS }, (_, n) => [
    {
      number: 0x1500 + n,
      name: `IA32_LBR_${n}_FROM_IP`,
      documentation: `Branch ${n}, the latest being 0: where from.`,
    },
    { number: 0x1600 + n, name: `IA32_LBR_${n}_TO_IP`, documentation: `Branch ${n}: where to.` },
    { number: 0x1200 + n, name: `IA32_LBR_${n}_INFO`, documentation: `Branch ${n}: cycles and kind.` },
  ]).flat(),
]);

const POWER = [
  ...inOrder(XFEATURE.HDC, [
    {
      number: 0xdb1,
      name: 'IA32_PM_CTL1',
      documentation: 'Whether this CPU takes part in duty cycling.',
      writable: 1n,
    },
  ]),
  ...inOrder(XFEATURE.HWP, [
    { number: 0x774, name: 'IA32_HWP_REQUEST', documentation: 'Performance that is asked of the hardware.' },
  ]),
];

export const COMPONENT_MSRS: readonly ComponentMsr[] = [...PT, ...PASID, ...CET, ...UINTR, ...LBR, ...POWER];
