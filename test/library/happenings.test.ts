/** Records as JSON and as text. */
import assert from 'node:assert/strict';
import { happeningJson } from '../../src/library/happening-json';
import { happeningText } from '../../src/library/happening-text';
import type { Happening, HappeningRecord } from '../../src/world/state/happening';

const PLACE = { step: 3, line: 13, cpu: 0, task: 'A' };

function happening(record: HappeningRecord, place = {}): Happening {
  return { ...PLACE, ...place, ...record } as Happening;
}

const XFD_NM: HappeningRecord = {
  kind: 'exception',
  name: '#NM',
  vector: 7,
  detail: { cause: 'xfd', xfdErr: 0x40000n, why: 'IA32_XFD[18] is set and TILEZERO writes XTILEDATA' },
  rip: 0x401000,
};

const PAGE_FAULT: HappeningRecord = {
  kind: 'exception',
  name: '#PF',
  vector: 14,
  detail: { errorCode: 4, address: 0x1000, why: 'no page is present there' },
  rip: 0x401000,
};

const CASES: readonly (readonly [HappeningRecord, Record<string, unknown> | undefined, string | undefined])[] = [
  [
    XFD_NM,
    {
      kind: 'exception',
      name: '#NM',
      vector: 7,
      error_code: null,
      address: null,
      xfd_err: '0x40000',
      why: 'IA32_XFD[18] is set and TILEZERO writes XTILEDATA',
    },
    '14: A: #NM: IA32_XFD[18] is set and TILEZERO writes XTILEDATA',
  ],
  [
    PAGE_FAULT,
    {
      kind: 'exception',
      name: '#PF',
      vector: 14,
      error_code: 4,
      address: '0x1000',
      xfd_err: null,
      why: 'no page is present there',
    },
    '14: A: #PF(0x1000): no page is present there',
  ],
  [{ kind: 'switch', from: 'A', to: 'B' }, { kind: 'switch', from: 'A', to: 'B' }, '14: A: switch from A to B'],
  [
    { kind: 'grow', task: 'A', from: 2560, to: 10752 },
    { kind: 'grow', from: 2560, to: 10752 },
    '14: A: the buffer of A grows from 2560 to 10752 bytes',
  ],
  [
    { kind: 'syscall', name: 'arch_prctl', arguments: [0x1023n, 18n], result: -1n },
    { kind: 'syscall', name: 'arch_prctl', arguments: [0x1023, 18], result: -1 },
    '14: A: arch_prctl(ARCH_REQ_XCOMP_PERM, 18) = -EPERM',
  ],
  [
    { kind: 'syscall', name: 'fork', result: 0xffff_ffff_ffff_fff4n },
    { kind: 'syscall', name: 'fork', arguments: [], result: -12 },
    '14: A: fork() = -ENOMEM',
  ],
  [
    { kind: 'signal', task: 'A', signal: 'SIGILL', code: 1, address: 0x401000 },
    { kind: 'signal', signal: 'SIGILL', code: 1, address: '0x401000' },
    '14: A: SIGILL to A (si_code 1, si_addr 0x401000)',
  ],
  [
    { kind: 'signal', task: 'A', signal: 'SIGUSR1', code: 0, address: null },
    { kind: 'signal', signal: 'SIGUSR1', code: 0, address: null },
    '14: A: SIGUSR1 to A (si_code 0)',
  ],
  [
    { kind: 'killed', task: 'A', signal: 'SIGILL' },
    { kind: 'killed', signal: 'SIGILL' },
    '14: A: A is killed by SIGILL',
  ],
  [{ kind: 'oops', message: 'bad' }, { kind: 'oops', message: 'bad' }, '14: A: oops: bad'],
  [{ kind: 'warn', message: 'odd' }, { kind: 'warn', message: 'odd' }, '14: A: WARN: odd'],
  [{ kind: 'hang', cpu: 0, message: 'round' }, { kind: 'hang', message: 'round' }, '14: A: hang: round'],
  [{ kind: 'expect', ok: true, message: 'x == 1' }, { kind: 'expect', ok: true, message: 'x == 1' }, undefined],
  [
    { kind: 'expect', ok: false, message: 'x == 1', expression: 'x == 1', values: [{ expression: 'x', value: '0' }] },
    { kind: 'expect', ok: false, message: 'x == 1', expression: 'x == 1', values: [{ expression: 'x', value: '0' }] },
    '14: A: FAILED: expect x == 1: x is 0',
  ],
  [{ kind: 'print', text: 'hello' }, { kind: 'print', text: 'hello' }, 'hello'],
  [
    { kind: 'divergence', expected: ['#NM'], actual: ['ok'] },
    { kind: 'divergence', expected: ['#NM'], actual: ['ok'] },
    '14: A: DIVERGED: expected #NM; got ok',
  ],
  [{ kind: 'stop' }, undefined, undefined],
  [
    { kind: 'error', code: 'dead-task', message: 'A was killed.' },
    { kind: 'error', code: 'dead-task', message: 'A was killed.' },
    '14: A: ERROR: A was killed.',
  ],
  [{ kind: 'end', steps: 1 }, { kind: 'end', steps: 1 }, '1 step'],
];

describe('a record of the command line', () => {
  for (const [record, json, text] of CASES) {
    it(`of kind ${record.kind} is ${text ? `"${text}"` : 'no line of text'}`, () => {
      const line = happeningJson(happening(record));
      if (json === undefined) assert.equal(line, undefined);
      else assert.deepEqual(JSON.parse(line ?? ''), { step: 3, line: 14, cpu: 0, task: 'A', ...json });
      assert.equal(happeningText(happening(record)), text);
    });
  }

  it('has its place first, then its own fields, on one line', () => {
    const line = happeningJson(happening({ kind: 'print', text: 'a\nb "c"' }));
    assert.equal(line, '{"step":3,"line":14,"cpu":0,"task":"A","kind":"print","text":"a\\nb \\"c\\""}');
  });

  it('has null for the line and the task where there is none', () => {
    const nowhere = happening(XFD_NM, { line: -1, task: null });
    assert.deepEqual(JSON.parse(happeningJson(nowhere) ?? '').line, null);
    assert.match(happeningText(nowhere) ?? '', /^#NM: /);
  });

  it('writes kernel addresses in full', () => {
    const fault: HappeningRecord = { ...PAGE_FAULT, detail: { errorCode: 0, address: -4096, why: '' } };
    assert.equal(JSON.parse(happeningJson(happening(fault)) ?? '').address, '0xfffffffffffff000');
  });
});
