import assert from 'node:assert/strict';
import { HOSTILE_TRACES } from '../../bench/hostile-traces';
import { LIMITS } from '../../src/language/errors/limits';
import { checkProgram } from '../../src/world/program/load-program';

const FILES = { sizeOf: () => 1, read: () => new Uint8Array(1) };

describe('Files that are made to be expensive', () => {
  for (const { what, text } of HOSTILE_TRACES) {
    it(`are within 10,000 lines and 256 KiB, and are checked to their end: ${what}`, () => {
      const trace = text();
      assert.ok(trace.length <= 256 * 1024 && trace.split('\n').length <= 10_000);
      const problems = checkProgram(trace, FILES);
      // Reading, checking and assembling tell so many each, and that there are more.
      assert.ok(problems.length <= 3 * (LIMITS.problems.most + 1));
    });
  }
});
