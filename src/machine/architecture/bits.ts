/** Bits of registers by name, and reset values of some registers: both come from the register tables. */

export { CR0, CR4, EFER } from './registers/control';
export { FCW_DEFAULT, MXCSR_DEFAULT } from './registers/floating-point';
export { FLAG, RFLAGS_DEFAULT } from './registers/general';
