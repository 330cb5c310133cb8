/** The common part of the rows of instructions that kernels execute. */
export const CPL0 = '#GP(0) outside CPL 0';
export const NOT_CANONICAL = '#GP(0) or #SS(0) for an address that is not canonical';
export const PAGE_FAULT = '#PF for a page fault';
