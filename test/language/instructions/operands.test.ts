import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../../src/language/expressions/evaluate';
import { matchStatement } from '../../../src/language/instructions';
import { parseTrace } from '../../../src/language/parser';
import type { LayoutItem } from '../../../src/machine/assembler/layout';
import { type AssemblerOperand, isAssemblyError } from '../../../src/machine/encoding/operand';
import { laidOut } from '../../machine/assembler/laid-out';

const FIXTURES = join(__dirname, '../../fixtures/compilers');
const BASE = 0x40_1000;

/** The machine code of a text of instructions and labels. */
function assemble(text: string, data: Readonly<Record<string, bigint>> = {}): string {
  const trace = parseTrace(text);
  assert.deepEqual(
    trace.diagnostics.filter(({ severity }) => severity !== 'information'),
    [],
  );
  const labels = new Map<string, number>();
  const instructions = trace.statements.flatMap((statement) => (statement.kind === 'instruction' ? [statement] : []));
  let count = 0;
  for (const statement of trace.statements) {
    if (statement.kind === 'instruction') count++;
    else if (statement.kind === 'declaration' && statement.declaration.kind === 'label') {
      labels.set(statement.declaration.name.text, count);
    }
  }
  const scope = { name: (name: string) => ({ STRIDE: 64n })[name], processor: undefined };
  const items = instructions.map((statement): LayoutItem => {
    const match = matchStatement(
      statement,
      (name) => labels.get(name) ?? data[name],
      (expression) => evaluate(expression, scope),
    );
    assert.ok(!isAssemblyError(match), 'message' in match ? match.message : '');
    // The match of a plain instruction is the same object each time.
    return { kind: 'instruction', match: { ...match, operands: match.operands.map(copied) } };
  });
  return laidOut(items, BASE)
    .items.map(({ instruction }) => Buffer.from(instruction?.bytes ?? []).toString('hex'))
    .join('');
}

function copied(operand: AssemblerOperand): AssemblerOperand {
  if (operand.kind !== 'immediate') return { ...operand };
  const { kind, value, label } = operand;
  return { kind, value, label };
}

describe('Instructions as they are written', () => {
  for (const name of ['no-align-O0', 'no-align-O2']) {
    it(`have the encodings that GNU as gives the same compiler output (${name})`, () => {
      const source = readFileSync(join(FIXTURES, `${name}.s`), 'utf8');
      const expected = readFileSync(join(FIXTURES, `${name}.hex`), 'utf8').trim();
      assert.equal(assemble(source), expected);
    });
  }

  it('take constants, addresses of data and sums of them', () => {
    const data = { a: 0x100_0040n };
    // Encodings from GNU as.
    assert.equal(assemble('mov eax, STRIDE', data), 'b840000000');
    assert.equal(assemble('mov eax, STRIDE * 2 + 1', data), 'b881000000');
    assert.equal(assemble('add ebx, a', data), '81c340000001');
    assert.equal(assemble('mov eax, OFFSET FLAT:a + 4', data), 'b844000001');
    assert.equal(assemble('tileloadd tmm1, [a + r8*1]', data), 'c4a27b4b0c0540000001');
    assert.equal(assemble('lea rsi, [rax + a]', data), '488db040000001');
    assert.equal(assemble('mov eax, DWORD PTR a[rax*4+8]', data), '8b048548000001');
    assert.equal(assemble('mov eax, DWORD PTR -8[rbp]', data), '8b45f8');
    assert.equal(assemble('mov eax, DWORD PTR [rbp][rcx*2 - 8]', data), '8b444df8');
  });

  it('take registers of the x87 stack', () => {
    // Encodings from GNU as.
    assert.equal(assemble('fxch st(1)\nfaddp st(1), st\nfstp TBYTE PTR [rsp]\nfld st(0)'), 'd9c9dec1db3c24d9c0');
    assert.deepEqual(
      parseTrace('fld st(8)').diagnostics.map(({ code, message }) => [code, message]),
      [['wrong-operand', 'The registers of the x87 stack are st(0) to st(7).']],
    );
  });

  it('count from the next instruction where RIP is alone, and mean the address where a name is with it', () => {
    const data = { a: BigInt(BASE) + 0x100n };
    assert.equal(assemble('lea rax, [rip + 0x10]', data), '488d0510000000');
    assert.equal(assemble('lea rax, [rip + a]', data), '488d05f9000000');
    assert.equal(assemble('lea rax, a[rip]', data), '488d05f9000000');
    assert.equal(assemble('lea rax, back[rip]\nback: nop', data), '488d050000000090');
  });

  it('put the stack pointer where it can be encoded', () => {
    assert.equal(assemble('mov eax, DWORD PTR [rax + rsp]'), '8b0404');
    assert.equal(assemble('mov eax, DWORD PTR [rsp + rax]'), '8b0404');
  });
});
