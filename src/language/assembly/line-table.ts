/** Which line of C each line of pasted output comes from, by `.file` and `.loc` (manual of GNU as, ".file", ".loc"). */
import type { CompiledFrom, Statement } from '../tree/statement';

/** `.file 1 "directory" "name"`: the last string is the name. The form without a number gives no file to `.loc`. */
const FILE = /^\s*(\d+)\s+(?:"(?:[^"\\]|\\.)*"\s+)?"((?:[^"\\]|\\.)*)"/;
/** `.loc FILE LINE [COLUMN] [OPTIONS]` */
const LOC = /^\s*(\d+)\s+(\d+)(?:\s+(\d+))?/;

export class LineTable {
  /** By zero-based line of the trace. */
  readonly lines = new Map<number, CompiledFrom>();
  private readonly files = new Map<string, string>();
  private place: Omit<CompiledFrom, 'symbol'> | undefined;
  private symbol = '';

  /** Reads `.file` and `.loc`; other directives mean nothing to it. */
  read(name: string, operands: string): void {
    if (name === '.file') {
      const [, number, file] = FILE.exec(operands) ?? [];
      if (number !== undefined && file !== undefined) this.files.set(number, file);
    } else if (name === '.loc') {
      const [, number = '', line = '0', column = '0'] = LOC.exec(operands) ?? [];
      const file = this.files.get(number);
      // Line 0 says that the code comes from no line.
      this.place =
        file === undefined || Number(line) === 0 ? undefined : { file, line: Number(line), column: Number(column) };
    }
  }

  /** Whether an instruction that follows comes from a line. */
  get hasPlace(): boolean {
    return this.place !== undefined;
  }

  /** What follows a `.loc` comes from its line, up to the next one or the end of the paste. */
  note(statement: Statement): void {
    if (statement.kind === 'declaration') this.noteDeclaration(statement);
    else if (statement.kind === 'event') this.place = undefined;
    if (!this.place || !isCode(statement)) return;
    this.lines.set(statement.line, { ...this.place, symbol: this.symbol });
  }

  private noteDeclaration({ declaration }: Statement & { readonly kind: 'declaration' }): void {
    if (declaration.kind === 'label' && !isLocal(declaration.name.text)) this.symbol = declaration.name.text;
    if (declaration.kind === 'proc' || declaration.kind === 'end') this.place = undefined;
  }
}

function isCode(statement: Statement): boolean {
  return (
    statement.kind === 'instruction' || (statement.kind === 'declaration' && statement.declaration.kind === 'code')
  );
}

/** Labels that compilers make up (`.L3`), and local labels that are numbers (`1`). */
function isLocal(label: string): boolean {
  return /^(\.L|\d)/.test(label);
}

/** For people: `layer.c:40`. */
export function placeText({ file, line }: CompiledFrom): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}
