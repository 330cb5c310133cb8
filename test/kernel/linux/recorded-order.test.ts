/**
 * The order in which a real Linux 6.1 went about #NM (test/fixtures/linux/first-use.txt, cut from its trace buffer): accesses to
 * IA32_XFD (1c4) and IA32_XFD_ERR (1c5), the answer of __xfd_enable_feature, and the signal.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SIGNAL, type SignalName } from '../../../src/kernel/state/constants';
import { fillTiles, Machine } from '../harness';

const recorded = readFileSync(path.join(__dirname, '../../fixtures/linux/first-use.txt'), 'utf8').split('\n');

/** What the lines behind a mark say, up to the next mark. */
function recordedAfter(mark: string): string[] {
  const start = recorded.findIndex((line) => line.endsWith(mark));
  assert.ok(start >= 0, mark);
  const rest = recorded.slice(start + 1);
  const end = rest.findIndex((line) => line.includes('tracing_mark_write'));
  return rest.slice(0, end < 0 ? rest.length : end).flatMap((line) => {
    const access = /(read|write)_msr: (\w+), value (\w+)/.exec(line);
    if (access) return [access.slice(1).join(' ')];
    const answer = /xfd_enable_ret:.* ret=(-?\d+)/.exec(line);
    if (answer) return [`enable ${answer[1]}`];
    const signal = /signal_generate: sig=(\d+) errno=0 code=(\d+)/.exec(line);
    return signal ? [`signal ${signal[1]} ${signal[2]}`] : [];
  });
}

/** The same of the model's first use. */
function modelled(version: string, isPermitted: boolean): string[] {
  const machine = new Machine({ options: { version } }).switch('A');
  if (isPermitted) machine.permit();
  const { kernel } = machine;
  const said: string[] = [];
  const { context } = kernel;
  const { readMsr, writeMsr, emit } = context;
  context.readMsr = (number) => {
    const value = readMsr.call(context, number);
    said.push(`read ${number.toString(16)} ${value.toString(16)}`);
    return value;
  };
  context.writeMsr = (number, value) => {
    said.push(`write ${number.toString(16)} ${value.toString(16)}`);
    writeMsr.call(context, number, value);
  };
  context.emit = (record) => {
    if (record.kind === 'signal') said.push(`signal ${SIGNAL[record.signal as SignalName]} ${record.code}`);
    emit.call(context, record);
  };
  const step = kernel.step.bind(kernel);
  kernel.step = () => {
    const caller = kernel.state.stack.at(-2);
    const isInside = kernel.state.stack.at(-1)?.routine === '__xfd_enable_feature';
    step();
    if (isInside && caller && kernel.state.stack.at(-1) === caller) said.push(`enable ${caller.locals.err}`);
  };
  machine.user(fillTiles(1));
  return said;
}

describe('#NM in the recorded Linux and in the model', () => {
  for (const version of ['6.1', '6.12', '6.19']) {
    it(`reads and clears XFD_ERR, grows, disarms XFD, in that order (${version})`, () => {
      const expected = ['read 1c5 40000', 'write 1c5 0', 'write 1c4 0', 'enable 0'];
      for (const mark of ['perm tilezero first use', 'try first use by xrstor 17,18']) {
        assert.deepEqual(recordedAfter(mark).slice(0, 4), expected);
      }
      assert.deepEqual(modelled(version, true), expected);
    });

    it(`reads and clears XFD_ERR before it finds no permission and sends SIGILL (${version})`, () => {
      const expected = recordedAfter('try tilezero before ldtilecfg');
      assert.deepEqual(expected, ['read 1c5 40000', 'write 1c5 0', 'enable -1', 'signal 4 1']);
      assert.deepEqual(modelled(version, false), expected);
    });
  }
});
