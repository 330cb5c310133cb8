/** Operands whose width does not fit: the registers and sizes with which the line assembles. */
import { registerByName, registerNames } from '../../../machine/cpu/register-names';
import type { Checker } from '../../checks/checker';
import type { Range } from '../../errors/diagnostic';
import { POINTER_SIZES } from '../../instructions';
import { parseTrace } from '../../parser';
import { assembleLine } from '../assembled-line';
import { type Edit, type Fix, inserting, replacing } from './quick-fix';

/** Each operand that is a register, as the same register of another width, where that mends the line. */
export function otherWidths(checker: Checker, { line }: Range): readonly Fix[] {
  return registersOn(checker, line).flatMap(({ name, range }) =>
    sameRegister(name).flatMap((other): Fix[] => {
      const edit = replacing(range, other);
      return assembles(checker, line, edit) ? [{ title: `Change \`${name}\` to \`${other}\``, edits: [edit] }] : [];
    }),
  );
}

/** The sizes that the memory operand can have. */
export function memorySizes(checker: Checker, range: Range): readonly Fix[] {
  return Object.keys(POINTER_SIZES).flatMap((word): Fix[] => {
    const text = `${word.toUpperCase()} PTR`;
    const edit = inserting(range.line, range.start, `${text} `);
    return assembles(checker, range.line, edit) ? [{ title: `Write \`${text}\``, edits: [edit] }] : [];
  });
}

function registersOn({ trace }: Checker, line: number): readonly { readonly name: string; readonly range: Range }[] {
  return trace.statements.flatMap((statement) =>
    statement.line === line && statement.kind === 'instruction'
      ? statement.instruction.operands.flatMap((operand) => (operand.kind === 'register' ? [operand] : []))
      : [],
  );
}

/** The other widths of a register: `eax`, `ax` and `al` of `rax`. */
function sameRegister(name: string): readonly string[] {
  const register = registerByName(name);
  if (!register) return [];
  return [...registerNames()].filter((other) => {
    const found = registerByName(other);
    return (
      other !== name &&
      found !== undefined &&
      bankOf(found.file) === bankOf(register.file) &&
      found.index === register.index &&
      found.size !== register.size &&
      !found.high
    );
  });
}

/** Registers of one bank are parts of each other where they have one number. */
function bankOf(file: string): string {
  return /^[xyz]mm$/.test(file) ? 'vector' : file;
}

function assembles(checker: Checker, line: number, { range, text }: Edit): boolean {
  const source = checker.trace.text.split('\n')[line] ?? '';
  const mended = source.slice(0, range.start) + text + source.slice(range.end);
  const { statements, diagnostics } = parseTrace(mended);
  const statement = statements.find(({ kind }) => kind === 'instruction');
  if (diagnostics.length > 0 || statement?.kind !== 'instruction') return false;
  return assembleLine(checker, statement.instruction) !== undefined;
}
