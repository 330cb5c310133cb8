import assert from 'node:assert/strict';
import { longTrace } from '../../../bench/long-trace';
import { type CheckHost, diagnose, diagnoseAtOnce } from '../../../src/adapter/launch/diagnose';
import { diagnose as diagnoseText } from '../../../src/language/check';
import { CHECK_CONTEXT } from '../../../src/world/program/load-program';

/** Asks for a pause at every opportunity, and counts them. */
function countingHost(): CheckHost & { pauses: number } {
  let time = 0;
  return {
    pauses: 0,
    now: () => (time += 1000),
    schedule(next) {
      this.pauses++;
      setImmediate(next);
    },
    sizeOf: () => Promise.reject(new Error('no files')),
    readBytes: () => Promise.reject(new Error('no files')),
  };
}

describe('the check of a large trace while somebody types', () => {
  const text = longTrace(20_000);
  const place = text.indexOf('mov ', text.length / 2);
  const typed = `${text.slice(0, place)}mov rax, eb\n${text.slice(place)}`;

  it('reads and checks after a keystroke only what has changed, and says what a check of the whole says', async () => {
    const host = countingHost();
    assert.ok(text.length > 500_000);
    await diagnose(host, '/a.xtrace', text);
    const { pauses } = host;
    assert.ok(pauses > 50, String(pauses));
    assert.deepEqual(await diagnose(host, '/a.xtrace', typed), diagnoseText(typed, CHECK_CONTEXT));
    assert.equal(host.pauses, pauses);
  });

  it('knows one trace from another', async () => {
    const host = countingHost();
    await diagnose(host, '/a.xtrace', text);
    const { pauses } = host;
    await diagnose(host, '/b.xtrace', typed);
    assert.ok(host.pauses > pauses + 50);
  });
});

describe('the check of a long trace at once, behind a key', () => {
  const far = `xtrace 1\nkernel none\njrcxz away\n${'mov eax, 12345\n'.repeat(5000)}away:\nnop\n`;
  const typed = far.replace('mov eax', 'mov eax, rbx\nmov eax');

  it('has what is wrong with the changed lines, and of the others what laying them out has shown', async () => {
    const host = countingHost();
    const codes = (await diagnose(host, '/a.xtrace', far)).map(({ code, range }) => [code, range.line]);
    assert.deepEqual(codes, [['branch-range', 2]]);
    const { pauses } = host;
    const found = diagnoseAtOnce(host, '/a.xtrace', typed)?.map(({ code, range }) => [code, range.line]);
    assert.deepEqual(found, [
      ['branch-range', 2],
      ['wrong-operand', 3],
    ]);
    assert.equal(host.pauses, pauses);
  });

  it('knows nothing of another trace, and leaves what is short to a check of the whole', async () => {
    const host = countingHost();
    await diagnose(host, '/a.xtrace', far);
    assert.equal(diagnoseAtOnce(host, '/b.xtrace', typed), undefined);
    await diagnose(host, '/a.xtrace', 'xtrace 1\nkernel none\nnop\n');
    assert.equal(diagnoseAtOnce(host, '/a.xtrace', 'xtrace 1\nkernel none\nnopp\n'), undefined);
  });
});

describe('the check of a written policy while somebody types', () => {
  it('has each problem at its place, and takes no line for one of a trace', async () => {
    const text = 'extends linux\n\nchange handle_xfd_event\n{\n    drop clear_xfd_er;\n}\n';
    const problems = await diagnose(countingHost(), '/mine.xkernel', text);
    assert.deepEqual(
      problems.map(({ code, range }) => [code, range]),
      [['bad-policy', { line: 4, start: 9, end: 21 }]],
    );
    assert.deepEqual(await diagnose(countingHost(), '/mine.xkernel', text.replace('er;', 'err;')), []);
  });
});
