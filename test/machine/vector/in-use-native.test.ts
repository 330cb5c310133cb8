/** Which components every form of a vector instruction leaves in use, on the emulator and on an Intel processor. */
import assert from 'node:assert/strict';
import { type Host, hostUnder } from '../../host/host';
import { needs, type Oracle, type Want } from '../../host/needs';
import { bytesOf } from '../instructions/instance-bytes';
import { allInstances, type Instance } from '../instructions/instances';
import { DATA, type NativeProcessor, type XsaveCase, xsaveProcessor } from '../xstate/xsave-native';

/** An interrupt may make the processor take SSE for in use. */
const ATTEMPTS = 3;
const MXCSR_OFFSET = 24;

/** Of whom it is recorded that instructions set XINUSE by what they write. */
function intelProcessor(host: Host = hostUnder()): Oracle<NativeProcessor> | Want {
  const found = xsaveProcessor(host);
  if ('want' in found || found.use.host.maker === 'GenuineIntel') return found;
  return { want: 'an Intel processor' };
}

/** One instance of each form that the processor has and that says what it writes, but for those on tiles. */
function formsOn({ host }: NativeProcessor): Instance[] {
  const seen = new Set<string>();
  return allInstances().filter(({ row, instruction: { form } }) => {
    const isNew = !seen.has(form);
    seen.add(form);
    return isNew && row.written && row.features.every((feature) => host.has(feature) && !feature.startsWith('AMX'));
  });
}

/** Alone after XRSTOR of an image in which everything is initial; memory operands are at RBX. */
function caseOf(instance: Instance, size: number): XsaveCase {
  const image = new Uint8Array(size);
  new DataView(image.buffer).setUint16(0, 0x37f, true);
  new DataView(image.buffer).setUint32(MXCSR_OFFSET, 0x1f80, true);
  const [rax, rcx, rdx, rbx] = [0n, 0n, 0n, BigInt(DATA)];
  const area = new Uint8Array(size);
  return { rax, rbx, rcx, rdx, rflags: 0x202, image, area, place: DATA, code: bytesOf(instance) };
}

/** What is not as on the processor, in words. */
function differences(native: NativeProcessor, instances: readonly Instance[]): string[] {
  const results = native.run(instances.map((instance) => caseOf(instance, native.size)));
  return instances.flatMap(({ row, instruction }, index) => {
    const { trap, after } = results[index]!; // one for each instance
    const { used = 0 } = row.written?.(instruction) ?? {};
    return trap === 0 && BigInt(used) !== after
      ? [`${instruction.form}: 0x${used.toString(16)}, not 0x${after.toString(16)}`]
      : [];
  });
}

describe('the components that an instruction leaves in use', () => {
  it('are those that it does on an Intel processor, for every form', function () {
    this.timeout(60_000);
    const native = needs(this, intelProcessor());
    const instances = formsOn(native);
    assert.ok(instances.length > 200, String(instances.length));
    let found = differences(native, instances);
    for (let attempt = 1; attempt < ATTEMPTS && found.length > 0; attempt++) found = differences(native, instances);
    assert.deepEqual(found.slice(0, 20), [], `${found.length} of ${instances.length}`);
  });
});
