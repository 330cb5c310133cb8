/** MSRs of extended state: those whose accesses a trace can make and observe. */
export const IA32_XFD = 0x1c4;
export const IA32_XFD_ERR = 0x1c5;
const IA32_XSS = 0xda0;

/** By the names that expressions have for them. */
export const MSRS: Readonly<Record<number, string>> = {
  [IA32_XFD]: 'xfd',
  [IA32_XFD_ERR]: 'xfd_err',
  [IA32_XSS]: 'xss',
};
