/** The lines of a unit's code: the table that a line-number program makes (DWARF 5, section 6.2). */
import { FormatError } from '../../byte-reader';
import { lastAt } from '../../symbols';
import type { DebugSections } from '../debug-sections';
import { type LineHeader, readLineHeader } from './line-header';

/** A line of a source file. Lines and columns begin at 1; 0: no line, no column is known. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A good place to stop at: what a line does begins here. Optimizing compilers have several of them at one address. */
export interface Statement extends SourcePlace {
  readonly address: number;
  /** A function's own work begins here (of clang). */
  readonly endsPrologue: boolean;
}

/** A stretch of code that one line stands for. */
export interface LineRow extends SourcePlace {
  /** `high` is behind it. */
  readonly low: number;
  readonly high: number;
  /** The last statement that begins where the row does, which it is shown as. */
  readonly begins: Statement | undefined;
}

/** The line that a person sees for a row. */
export function placeOfRow(row: LineRow): SourcePlace | undefined {
  const { path, line, column } = row.begins ?? row;
  return line > 0 ? { path, line, column } : undefined;
}

const STANDARD = {
  copy: 1,
  advance_pc: 2,
  advance_line: 3,
  set_file: 4,
  set_column: 5,
  negate_stmt: 6,
  const_add_pc: 8,
  fixed_advance_pc: 9,
  set_prologue_end: 10,
} as const;
const EXTENDED = { end_sequence: 1, set_address: 2, define_file: 3 } as const;

interface Registers {
  address: number;
  file: number;
  line: number;
  column: number;
  isStatement: boolean;
  endsPrologue: boolean;
}

interface RawRow extends Readonly<Registers> {
  readonly endsSequence: boolean;
}

export class LineTable {
  /** @param rows ascending by address, without empty ones. @param statements in the order of the table. */
  private constructor(
    /** By the index that entries use. */
    readonly files: readonly (string | undefined)[],
    readonly rows: readonly LineRow[],
    readonly statements: readonly Statement[],
  ) {}

  /** @param name of the unit's file, @param folder that it was compiled in. Throws `FormatError`. */
  static read(sections: DebugSections, offset: number, name: string, folder: string): LineTable {
    const header = readLineHeader(sections, offset, name, folder);
    const raw = new LineMachine(header).run();
    const statements = statementsOf(raw, header.files);
    return new LineTable(header.files, rowsOf(raw, header.files, statements), statements);
  }

  /** The row of an address; undefined where there is no code of the unit. */
  at(address: number): LineRow | undefined {
    const row = this.rows[lastAt(this.rows.length, (index) => (this.rows[index]?.low ?? 0) <= address)];
    return row && address < row.high ? row : undefined;
  }
}

/** Sequences may lie anywhere; of rows with one address the last one counts, as for addr2line. */
function rowsOf(
  raw: readonly RawRow[],
  files: readonly (string | undefined)[],
  statements: readonly Statement[],
): LineRow[] {
  const last = new Map(statements.map((statement) => [statement.address, statement]));
  const rows: LineRow[] = [];
  for (const [index, row] of raw.entries()) {
    const next = raw[index + 1];
    const path = files[row.file];
    if (row.endsSequence || !next || next.address <= row.address || path === undefined) continue;
    const { address: low, line, column } = row;
    rows.push({ low, high: next.address, path, line, column, begins: last.get(low) });
  }
  return rows.sort((a, b) => a.low - b.low);
}

function statementsOf(raw: readonly RawRow[], files: readonly (string | undefined)[]): Statement[] {
  return raw.flatMap(({ endsSequence, isStatement, address, file, line, column, endsPrologue }) => {
    const path = files[file];
    if (endsSequence || !isStatement || line <= 0 || path === undefined) return [];
    return [{ address, path, line, column, endsPrologue }];
  });
}

/** The machine that executes the program (section 6.2.2). */
class LineMachine {
  private readonly rows: RawRow[] = [];
  private state: Registers;

  constructor(private readonly header: LineHeader) {
    this.state = this.initial();
  }

  /** Throws `FormatError`. */
  run(): readonly RawRow[] {
    const { program, opcodeBase, lineBase, lineRange } = this.header;
    while (!program.isAtEnd) {
      const opcode = program.u8();
      if (opcode >= opcodeBase) {
        const adjusted = opcode - opcodeBase;
        this.advance(Math.floor(adjusted / lineRange));
        this.state.line += lineBase + (adjusted % lineRange);
        this.emit(false);
      } else if (opcode === 0) this.extended();
      else this.standard(opcode);
    }
    return this.rows;
  }

  private standard(opcode: number): void {
    const { program, opcodeBase, lineRange, operandCounts } = this.header;
    const { state } = this;
    switch (opcode) {
      case STANDARD.copy:
        return this.emit(false);
      case STANDARD.advance_pc:
        return this.advance(program.uleb());
      case STANDARD.advance_line:
        state.line += Number(program.sleb());
        return;
      case STANDARD.set_file:
        state.file = program.uleb();
        return;
      case STANDARD.set_column:
        state.column = program.uleb();
        return;
      case STANDARD.negate_stmt:
        state.isStatement = !state.isStatement;
        return;
      case STANDARD.const_add_pc:
        return this.advance(Math.floor((255 - opcodeBase) / lineRange));
      case STANDARD.fixed_advance_pc:
        state.address += program.u16();
        return;
      case STANDARD.set_prologue_end:
        state.endsPrologue = true;
        return;
      default:
        // What does not matter here, or is of a later standard: its operands are skipped.
        for (let left = operandCounts[opcode - 1] ?? 0; left > 0; left--) program.ulebValue();
    }
  }

  private extended(): void {
    const { program } = this.header;
    const part = program.part(program.uleb());
    switch (part.u8()) {
      case EXTENDED.end_sequence:
        this.emit(true);
        this.state = this.initial();
        return;
      case EXTENDED.set_address:
        this.state.address = part.address();
        return;
      case EXTENDED.define_file:
        throw new FormatError('.debug_line defines files within its program.');
    }
  }

  private advance(operations: number): void {
    this.state.address += operations * this.header.minimumInstructionLength;
  }

  private emit(endsSequence: boolean): void {
    this.rows.push({ ...this.state, endsSequence });
    this.state.endsPrologue = false;
  }

  private initial(): Registers {
    return {
      address: 0,
      file: 1,
      line: 1,
      column: 0,
      isStatement: this.header.startsAsStatement,
      endsPrologue: false,
    };
  }
}
