/** The same trace under several kernels, asked by an editor. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../../host/needs';
import { imageFile } from '../../kernel/native/images';
import { found } from '../../world/programs/programs';
import { closeClients, example, TestClient } from '../client';

afterEach(closeClients);

async function client(): Promise<TestClient> {
  const fresh = new TestClient();
  await fresh.initializeRequest();
  return fresh;
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  readonly differs: boolean;
}

describe('a trace under several kernels, without a launch', () => {
  it('is a table, with the places where the worlds part and the reasons', async () => {
    const asked = { program: example('bugs/frame-before-first-use'), versions: '6.14..6.15' };
    const { body } = await (await client()).customRequest('xtrace/compareWorlds', asked);
    assert.deepEqual(body.worlds, [
      { label: '6.14', kernel: 'linux version=6.14' },
      { label: '6.15', kernel: 'linux version=6.15' },
    ]);
    const row = (name: string) => body.rows.find((one: Row) => one.name === name);
    assert.deepEqual(row('expectations'), { name: 'expectations', cells: ['1 of 2', '2 of 2'], differs: true });
    assert.deepEqual(row('#NM'), { name: '#NM', cells: ['1', '1'], differs: false });
    const [{ before, after, what, line, why }] = body.partings;
    assert.deepEqual([before, after, what, line], [0, 1, 'programs part at step 9, line 24, in A', 23]);
    assert.match(why.join(), /since 6\.15 the kernel looks for the end of a signal frame/);
  });

  it('reads the policies that it is asked to compare with from files beside the trace', async () => {
    const asked = { program: example('first-use'), kernels: ['policy "policies/linux-rfc-2020.xkernel"'] };
    const { body } = await (await client()).customRequest('xtrace/compareWorlds', asked);
    assert.deepEqual(body.partings, []);
    assert.deepEqual(
      body.worlds.map(({ problem }: { problem?: unknown }) => problem),
      [undefined, undefined],
    );
  });

  it('says what is wrong with a world', async () => {
    const ask = async (choices: object) =>
      (await client()).customRequest('xtrace/compareWorlds', { program: example('first-use'), ...choices });
    await assert.rejects(ask({}), /Name a kernel/);
    await assert.rejects(ask({ versions: '7.3..6.1' }), /older one first/);
    await assert.rejects(ask({ kernels: 'linux' }), /kernels/);
    const { body } = await ask({ kernels: ['lunix'] });
    assert.match(body.worlds[1].problem.message, /no kernel policy `lunix`/);
  });
});

describe('a launch', () => {
  it('takes a written policy that lies beside the trace, in place of the kernel of the trace', async () => {
    const debuggee = await client();
    await Promise.all([
      debuggee.waitForEvent('stopped'),
      debuggee.launch({
        program: example('first-use'),
        kernel: 'policy "policies/linux-rfc-2020.xkernel"',
        stopOnEntry: true,
      }),
      debuggee.configurationSequence(),
    ]);
    const { body } = await debuggee.evaluateRequest({ expression: 'xfd == XTILEDATA', context: 'watch' });
    assert.match(body.result, /true|1/);
  });

  it('says what differs after so many steps, for those who step two of them', async () => {
    const asked = { program: example('first-use'), before: { kernel: 'linux' }, after: { kernel: 'linux-rfc-2020' } };
    const at = async (step: number) =>
      (await (await client()).customRequest('xtrace/compareWorldsAt', { ...asked, step })).body;
    const same = await at(6);
    assert.deepEqual([same.steps, same.lines, same.visible], [6, [26, 26], []]);
    const [own, other] = same.ways as readonly (readonly string[])[];
    assert.ok(own?.includes('handle_xfd_event.clear_xfd_err'), own?.join(' '));
    assert.ok(other?.includes('xfirstuse_event_handler.clear_xfd_err'), other?.join(' '));
    const parted = await at(7);
    assert.equal(parted.visible[0], 'what happens: SIGILL to A → nothing');
    assert.ok(parted.hidden.includes('allocations: 0 → 1'), parted.hidden.join('\n'));
    // The one whose task has died has no more steps.
    assert.ok((await at(1000)).steps < 1000);
  });

  it('is where a session is that has gone to that step', async () => {
    const debuggee = new TestClient();
    await debuggee.beginAndStop({ program: example('first-use'), launch: { stopOnEntry: true } });
    for (const step of [1, 6, 3]) {
      const go = () => debuggee.customRequest('xtrace/goTo', { place: `@${step}` });
      if (step > 1) await debuggee.stopAfter(go);
      const { body } = await debuggee.customRequest('xtrace/views');
      assert.equal(body.time.step, step);
    }
  });

  it('runs under images of real kernels', async function () {
    needs(this, found('gcc'));
    const image = imageFile('kernel', '-mgeneral-regs-only');
    const program = path.join(path.dirname(image), 'plain.xtrace');
    writeFileSync(program, 'xtrace 1\nkernel linux config=minimal\ntask A\nswitch A\n    nop\n');
    const asked = { program, vmlinux: [image] };
    const { body } = await (await client()).customRequest('xtrace/compareWorlds', asked);
    assert.deepEqual(body.worlds[1], { label: image, vmlinux: image });
    const pair = { program, before: {}, after: { vmlinux: image }, step: 1 };
    const { body: at } = await (await client()).customRequest('xtrace/compareWorldsAt', pair);
    assert.deepEqual([at.steps, at.visible], [1, []]);
    const wrong = { program, vmlinux: [program] };
    await assert.rejects(
      async () => (await client()).customRequest('xtrace/compareWorlds', wrong),
      /plain\.xtrace cannot be used as a kernel\. It is no image of a kernel/,
    );
  });
});
