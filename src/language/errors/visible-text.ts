/** Text of traces and programs for a terminal: what would control it is shown instead. */

/** C0 but for tab and line feed, DEL, and C1. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

const FIRST_C1 = 0x80;

/** `^[` for ESC, `^?` for DEL, and an escape of JSON for C1, which JSON that is written reads back as what it was. */
export function visibleText(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0);
    return code < FIRST_C1 ? `^${String.fromCharCode(code ^ 0x40)}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
