/** What a handler answers for an instruction of the guest's: it is done, or raises #GP(0) in the guest. */
export const DONE = 0;
export const INJECT_GP = 1;
