import assert from 'node:assert/strict';
import { closeClients, example, TestClient } from './client';

afterEach(closeClients);

/** Stops in a routine by its name; the names on the stack, and the line of the kernel's source that runs next. */
async function stopIn(program: string, routine: string, kernel?: string) {
  const client = new TestClient();
  const stop = await client.beginAndStop({
    program: example(program),
    functions: [routine],
    ...(kernel && { launch: { kernel } }),
  });
  const frames = await client.stack(stop.threadId ?? 0);
  const [inside] = frames;
  const { content } = (await client.sourceRequest({ sourceReference: inside?.source?.sourceReference ?? 0 })).body;
  const line = content.split('\n')[(inside?.line ?? 0) - 1]?.trim();
  return { names: frames.map(({ name }) => name), line, source: inside?.source?.name };
}

describe('the source of other policies', () => {
  it('shows the request under explicit, down to the allocation', async () => {
    const { names, line, source } = await stopIn('explicit', 'xstate_request_access');
    assert.deepEqual(names, ['xstate_request_access', 'fpu_xstate_prctl', 'sys_arch_prctl', 'flow']);
    assert.equal(line, 'if (idx >= XFEATURE_MAX) return -EINVAL;');
    assert.match(source ?? '', /explicit/);
  });

  it('shows the call that kernel code makes under explicit', async () => {
    const { names, line } = await stopIn('explicit', 'kernel_amx_begin');
    assert.deepEqual(names, ['kernel_amx_begin', 'flow']);
    assert.match(line ?? '', /XFEATURE_MASK_XTILE/);
  });

  it('shows the allocation at fork under eager', async () => {
    const { names, line } = await stopIn('eager', 'fpstate_alloc');
    assert.deepEqual(names, ['fpstate_alloc', 'fpu_clone', 'copy_process', 'kernel_clone', 'sys_fork', 'flow']);
    assert.equal(line, 'newfps = vzalloc(kernel_cfg.max_size + sizeof(*newfps));');
  });

  it('shows a written policy, with the reasons of its author, and sets breakpoints in it', async () => {
    const policy = 'policy "policies/explicit.xkernel"';
    const { names, line, source } = await stopIn('explicit', 'xstate_request_access', policy);
    assert.deepEqual(names, ['xstate_request_access', 'fpu_xstate_prctl', 'sys_arch_prctl', 'flow']);
    assert.equal(line, 'if (idx >= XFEATURE_MAX) return -EINVAL;');
    assert.equal(source, `${policy}.c`);
    const client = new TestClient();
    await client.beginAndStop({
      program: example('explicit'),
      functions: ['xstate_request_access'],
      launch: { kernel: policy },
    });
    const { sources } = (await client.customRequest('loadedSources')).body;
    const document = sources.find(({ path }: { path?: string }) => path === `${policy}.c`);
    const { content } = (await client.sourceRequest({ source: document, sourceReference: 0 })).body;
    const at = content.split('\n').findIndex((text: string) => text.trim() === 'wrmsr(IA32_XFD_ERR, 0);');
    const { body } = await client.setBreakpointsRequest({ source: document, breakpoints: [{ line: at + 1 }] });
    assert.deepEqual(
      body.breakpoints.map(({ verified, line: placed }: { verified: boolean; line?: number }) => [verified, placed]),
      [[true, at + 1]],
    );
  });
});
