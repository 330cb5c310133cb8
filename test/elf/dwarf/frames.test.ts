import assert from 'node:assert/strict';
import type { DebugInfo } from '../../../src/elf/dwarf/debug-info';
import { rulesAt } from '../../../src/elf/dwarf/frames/frame-rules';
import { CLANG } from '../../host/clang';
import { needs } from '../../host/needs';
import { found } from '../../world/programs/programs';
import { debugged, everyKind, run } from './programs';

/** The table of `readelf --debug-dump=frames-interp`: for each place the CFA and where registers are. */
const PLACE = /^([0-9a-f]{16}) (\S+)\+(\d+) +(.*)$/;
const NUMBERS: Readonly<Record<string, number>> = {
  rax: 0,
  rdx: 1,
  rcx: 2,
  rbx: 3,
  rsi: 4,
  rdi: 5,
  rbp: 6,
  rsp: 7,
  r8: 8,
  r9: 9,
  r10: 10,
  r11: 11,
  r12: 12,
  r13: 13,
  r14: 14,
  r15: 15,
  ra: 16,
};

interface Printed {
  readonly address: number;
  readonly cfa: string;
  readonly registers: Readonly<Record<number, string>>;
}

function printedRows(path: string): Printed[] {
  let columns: string[] = [];
  const rows: Printed[] = [];
  for (const line of run('readelf', ['--debug-dump=frames-interp', path]).split('\n')) {
    if (line.trimStart().startsWith('LOC')) columns = line.trim().split(/\s+/).slice(2);
    const [, address = '', register, offset, rest = ''] = PLACE.exec(line) ?? [];
    // At 0 is what several functions have in common.
    if (register === undefined || Number.parseInt(address, 16) === 0) continue;
    const values = rest.trim().split(/\s+/);
    const registers = Object.fromEntries(
      columns.map((name, index) => [NUMBERS[name] ?? -1, values[index] ?? '']).filter(([, value]) => value !== 'u'),
    );
    rows.push({ address: Number.parseInt(address, 16), cfa: `${NUMBERS[register]}+${offset}`, registers });
  }
  return rows;
}

/** What our reader says of the same place. */
function rulesHere(
  info: DebugInfo,
  address: number,
): readonly [cfa: string, registers: Readonly<Record<number, string>>] {
  const frame = info.frames.at(address) ?? assert.fail(address.toString(16));
  const { cfa, registers } = rulesAt(frame, address);
  const saved = [...registers].flatMap(([register, rule]) =>
    rule.kind === 'offset' ? [[register, `c${rule.offset < 0n ? '' : '+'}${rule.offset}`]] : [],
  );
  return [cfa.kind === 'register' ? `${cfa.register}+${cfa.offset}` : 'exp', Object.fromEntries(saved)];
}

describe('call frame information', () => {
  for (const section of ['.eh_frame', '.debug_frame']) {
    it(`of ${section} has the rules that readelf prints for each place`, function () {
      needs(this, found('gcc', CLANG, 'readelf'));
      const without = section === '.debug_frame' ? ['-fno-asynchronous-unwind-tables'] : [];
      for (const { name, path, info } of everyKind(['gcc', CLANG], ...without)) {
        const rows = printedRows(path);
        assert.ok(rows.length > 5, name);
        for (const { address, cfa, registers } of rows) {
          assert.deepEqual(rulesHere(info, address), [cfa, registers], `${name} ${address.toString(16)}`);
        }
      }
    });
  }

  it('is not there where no code is', function () {
    needs(this, found('gcc'));
    const { info } = debugged('gcc', '-O0', '-gdwarf-5');
    assert.equal(info.frames.at(0), undefined);
  });
});
