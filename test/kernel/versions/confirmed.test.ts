import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { confirmations, EVIDENCE, keptShown, TRACES } from '../../../scripts/change-evidence';
import { hasChange, LINUX_CHANGES, type LinuxChange } from '../../../src/kernel/versions/changes';
import { CONFIRMED } from '../../../src/kernel/versions/confirmed';
import { finish } from '../../../src/machine/pausable';
import { loadProgram } from '../../../src/world/program/load-program';
import type { Program } from '../../../src/world/program/program';
import { advance } from '../../../src/world/run/moment';
import { startWorld } from '../../../src/world/run/start';
import { findingPartings } from '../../../src/world/worlds/parting';

const MOST_STEPS = 100;

/** The trace that shows a change, under a version that has what the change came with. */
function programOf(file: string): Program {
  const { program } = loadProgram(readFileSync(path.join(TRACES, file), 'utf8'));
  assert.ok(program, file);
  return program;
}

/** What the kernel knows of tasks and processes at the end of the trace. */
function remembered(program: Program): object {
  const world = startWorld(program);
  while (!world.ended) advance(world);
  const { tasks, processes } = world.kernel?.state ?? { tasks: [], processes: [] };
  return {
    tasks: tasks.map(({ needFpuLoad, fpstate }) => ({ needFpuLoad, fpstate })),
    permissions: processes.map(({ perm, guestPerm }) => ({ perm, guestPerm })),
  };
}

describe('what images of kernels confirm', () => {
  it('is what they have shown, for every change: run scripts/confirm-changes.ts after a change of it', () => {
    assert.deepEqual(CONFIRMED, confirmations(keptShown()));
  });

  it('is what the table says of their versions', () => {
    for (const { version, changes } of keptShown()) {
      for (const [change, has] of Object.entries(changes)) {
        assert.equal(has, hasChange(version, change as LinuxChange), `${change} of ${version}`);
      }
    }
  });

  it('names two builds on both sides of the change, and none where nothing shows it', () => {
    for (const change of LINUX_CHANGES) {
      const confirmed = CONFIRMED[change];
      if (!confirmed) continue;
      const [older, newer] = confirmed;
      assert.notEqual(hasChange(older, change), hasChange(newer, change), change);
      assert.ok(EVIDENCE[change], change);
    }
  });

  for (const [change, evidence] of Object.entries(EVIDENCE)) {
    if (evidence.kind !== 'trace') continue;
    it(`can be told by ${evidence.file}: with ${change} it runs otherwise than without`, () => {
      const program = programOf(evidence.file);
      const toggled = new Set([change as LinuxChange, ...(evidence.with ?? [])]);
      const policy = program.policy.built?.({ toggled });
      assert.ok(policy);
      const other = { ...program, policy };
      const { visible, hidden } = finish(findingPartings(program, other, MOST_STEPS));
      if (!visible && !hidden) assert.notDeepEqual(remembered(other), remembered(program));
    });
  }
});
