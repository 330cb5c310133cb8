import assert from 'node:assert/strict';
import path from 'node:path';
import { needs } from '../host/needs';
import { found, natively } from '../world/programs/programs';
import { closeClients, lineOf, TestClient } from './client';
import { programBeside } from './programs';

afterEach(closeClients);

function arguments_(): { program: string; source: string; folder: string } {
  const { folder, source } = programBeside('arguments.c', ['-O0']);
  return { program: path.join(folder, 'program'), source, folder };
}

describe('a program that is launched by itself', function () {
  this.timeout(60_000);

  it('stops first where main begins, and prints and ends as it does alone', async function () {
    needs(this, found('gcc'));
    const { program, source } = arguments_();
    const client = new TestClient();
    const launch = { stopOnEntry: true, args: ['one', 'two words'], env: { GIVEN: 'yes' } };
    const stop = await client.beginAndStop({ program, launch });
    assert.equal(stop.reason, 'entry');
    const frame = await client.currentFrame(stop);
    assert.deepEqual([frame.name, frame.source?.path], ['main', source]);
    assert.ok(frame.line > lineOf(source, 'int main('));
    assert.equal(await client.evaluate('argc'), '3');
    assert.match(await client.evaluate('argv[2]'), /"two words"$/);
    const outer = (await client.stack(stop.threadId ?? 0)).at(-1);
    assert.equal(outer?.source?.name, 'run of program');
    const { body } = await client.sourceRequest({
      source: { sourceReference: outer?.source?.sourceReference ?? 0 },
      sourceReference: outer?.source?.sourceReference ?? 0,
    });
    assert.match(body.content, /^task A exec "program" args "one" "two words" env "GIVEN=yes"$/m);
    const exited = client.waitForEvent('exited');
    await client.customRequest('continue', { threadId: stop.threadId });
    const native = natively(program, launch.args);
    assert.equal((await exited).body.exitCode, native.status);
    assert.match(client.output, /two words/);
  });

  it('stops at breakpoints, and not at main, when it is not to stop on entry', async function () {
    needs(this, found('gcc'));
    const { program } = arguments_();
    const client = new TestClient();
    const stop = await client.beginAndStop({ program, functions: ['printf'] });
    assert.equal(stop.reason, 'function breakpoint');
    assert.match((await client.currentFrame(stop)).name, /printf/);
  });

  it('runs on the machine and the kernel of the launch', async function () {
    needs(this, found('gcc'));
    const { program } = arguments_();
    const client = new TestClient();
    await client.beginAndStop({
      program,
      launch: { stopOnEntry: true, machine: 'granite-rapids', kernel: 'linux version=6.12' },
    });
    assert.equal(client.output.includes('Error'), false);
    assert.equal(await client.evaluate('kernel.nm'), '0');
  });

  it('is refused with a sentence where it cannot run, and takes no other arguments than a program has', async function () {
    needs(this, found('gcc'));
    const { folder, source } = arguments_();
    const client = new TestClient();
    const start = async (program: string, more: object = {}) => client.refusal('launch', { program, ...more });
    assert.match(await start(path.join(folder, 'run.xtrace'), { args: ['x'] }), /`args` is for programs/);
    assert.match(await start(source), /is not a trace|xtrace 1/);
    assert.match(await start(path.join(folder, 'program'), { args: [3] }), /`args\[0\]` must be a string/);
    assert.match(await start(path.join(folder, 'program'), { stdin: 'nowhere' }), /nowhere/);
  });
});
