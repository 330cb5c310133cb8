import assert from 'node:assert/strict';
import { expressionAt, kernelExpressionAt } from '../../src/vscode/language/expression-at';

/** The expression under the `|` of a marked line. */
function under(marked: string): string | undefined {
  const column = marked.indexOf('|');
  const line = marked.replace('|', '');
  const span = expressionAt(line, column);
  return span && line.slice(span.start, span.end);
}

describe('the expression under the pointer', () => {
  it('is the chain of members up to the one that is pointed at', () => {
    assert.equal(under('expect A.fpstate.si|ze == 2560'), 'A.fpstate.size');
    assert.equal(under('expect A.fp|state.size == 2560'), 'A.fpstate');
    assert.equal(under('expect |A.fpstate.size == 2560'), 'A');
  });

  it('has the indices of a lane, of memory and of a CPU', () => {
    assert.equal(under('expect tmm0.i|32[0][15] == 1'), 'tmm0.i32[0][15]');
    assert.equal(under('expect u|8[tile + 1023] == 1'), 'u8[tile + 1023]');
    assert.equal(under('expect cpu[1].x|fd == 0'), 'cpu[1].xfd');
  });

  it('is the name alone inside an index or an operand', () => {
    assert.equal(under('expect u8[ti|le + 1023] == 1'), 'tile');
    assert.equal(under('tileloadd tmm1, [ones + r|8*1]'), 'r8');
    assert.equal(under('tileloadd tm|m1, [ones + r8*1]'), 'tmm1');
  });

  it('is nothing on numbers, strings, operators and comments', () => {
    assert.equal(under('expect xfd == 25|60'), undefined);
    assert.equal(under('expect xfd == 0, "the hand|ler"'), undefined);
    assert.equal(under('nop ; the han|dler'), undefined);
    assert.equal(under('expect xfd  =|= 0'), undefined);
  });

  it('copes with indices that are never closed', () => {
    assert.equal(under('expect u|8[a + '), 'u8');
    assert.equal(under('expect a].b|'), 'b');
  });
});

describe('the expression under the pointer of a statement', () => {
  it('is nothing on its mnemonic or keyword, which are no names to evaluate', () => {
    assert.equal(under('tile|zero tmm0'), undefined);
    assert.equal(under('again: in|c ecx'), undefined);
    assert.equal(under('ex|pect xfd == 0'), undefined);
    assert.equal(under('again: inc e|cx'), 'ecx');
  });
});

describe('the variable under the pointer in a kernel', () => {
  function inKernel(marked: string): string | undefined {
    const column = marked.indexOf('|');
    const line = marked.replace('|', '');
    const span = kernelExpressionAt(line, column);
    return span && line.slice(span.start, span.end);
  }

  it('is a name, and neither a call nor a word of C nor part of a comment', () => {
    assert.equal(inKernel('    if (!xfd_e|rr)'), 'xfd_err');
    assert.equal(inKernel('    wr|msrl(MSR_IA32_XFD_ERR, 0);'), undefined);
    assert.equal(inKernel('    re|turn false;'), undefined);
    assert.equal(inKernel('    // the m|ask of it'), undefined);
    assert.equal(inKernel('    x = 0|x10;'), undefined);
  });
});
