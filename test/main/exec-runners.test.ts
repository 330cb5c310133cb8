/** What docs/programs.md says of programs that run tests: `xtrace exec` in front of a test, by CTest and by go. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { Folder } from './cli-harness';

const REPOSITORY = path.join(__dirname, '../..');
const SOURCE = path.join(__dirname, '../fixtures/programs/product-test.c');
const PROJECT = `cmake_minimum_required(VERSION 3.20)
project(tests C)
enable_testing()
add_executable(product product-test.c)
target_compile_options(product PRIVATE -mamx-tile -mamx-int8)
add_test(NAME product COMMAND product)
`;

describe('xtrace exec in front of the tests that CTest runs', function () {
  this.timeout(0);
  const folder = new Folder();
  let environment: NodeJS.ProcessEnv = {};

  before(function () {
    needs(this, found('cmake'));
    needs(this, found('gcc'));
    folder.write('CMakeLists.txt', PROJECT);
    folder.write('product-test.c', readFileSync(SOURCE));
    const cli = path.join(REPOSITORY, 'src/main/cli.ts');
    const command = folder.write('bin/xtrace', `#!/bin/sh\nexec '${REPOSITORY}/node_modules/.bin/tsx' '${cli}' "$@"\n`);
    chmodSync(command, 0o755);
    environment = { ...process.env, PATH: `${path.dirname(command)}:${process.env.PATH}` };
  });
  after(() => folder.remove());

  function tested(machine: string): { readonly status: number | null; readonly output: string } {
    const runner = ['xtrace', 'exec', '--machine', machine, '--require', 'amx-int8'].join(';');
    const build = path.join(folder.path, `build${machine.length}`);
    const variables = [`-DCMAKE_CROSSCOMPILING_EMULATOR=${runner}`, '-DCMAKE_EXE_LINKER_FLAGS=-static'];
    const options = { env: environment, encoding: 'utf8', stdio: 'pipe' } as const;
    execFileSync(
      'cmake',
      ['-S', folder.path, '-B', build, '-DCMAKE_POLICY_DEFAULT_CMP0158=OLD', ...variables],
      options,
    );
    execFileSync('cmake', ['--build', build], options);
    const { status, stdout } = spawnSync('ctest', ['--test-dir', build, '--output-on-failure'], options);
    return { status, output: stdout };
  }

  it('passes a test that uses its tiles', () => {
    const { status, output } = tested('granite-rapids');
    assert.equal(status, 0, output);
    assert.match(output, /100% tests passed, 0 tests failed out of 1/);
  });

  it('fails one that leaves them out and says nothing', () => {
    const { status, output } = tested('granite-rapids -amx-int8');
    assert.notEqual(status, 0, output);
    assert.match(output, /--require amx-int8: the program has not executed one instruction of it/);
  });
});

const GO_TEST = `package example

import (
	"testing"
	"time"
)

func TestSum(t *testing.T) {
	sum := 0
	numbers := make(chan int)
	for _, n := range []int{40, 2} {
		go func(n int) {
			time.Sleep(time.Millisecond)
			numbers <- n
		}(n)
	}
	for i := 0; i < 2; i++ {
		select {
		case n := <-numbers:
			sum += n
		case <-time.After(time.Hour):
			t.Fatal("nobody sends")
		}
	}
	if sum != WANTED {
		t.Fatal("the sum is", sum)
	}
}
`;

describe('xtrace exec in front of the tests that go runs', function () {
  this.timeout(0);
  const folder = new Folder();
  after(() => folder.remove());

  function tested(wanted: number): { readonly status: number | null; readonly output: string } {
    folder.write('go.mod', 'module example\n\ngo 1.18\n');
    folder.write('sum_test.go', GO_TEST.replace('WANTED', String(wanted)));
    const own = { GOCACHE: path.join(folder.path, 'cache'), GOPATH: path.join(folder.path, 'path') };
    const env = { ...process.env, ...own, CGO_ENABLED: '0', GOPROXY: 'off', GOFLAGS: '-mod=mod' };
    const runner = `'${REPOSITORY}/node_modules/.bin/tsx' '${path.join(REPOSITORY, 'src/main/cli.ts')}' exec --machine granite-rapids`;
    const { status, stdout, stderr } = spawnSync('go', ['test', '-exec', runner, './...'], {
      cwd: folder.path,
      env,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  it('passes a test that passes, threads, timers and reserved memory of the Go runtime and all', function () {
    needs(this, found('go'));
    const { status, output } = tested(42);
    assert.equal(status, 0, output);
    assert.match(output, /^ok\s+example/m);
  });

  it('fails one that fails', function () {
    needs(this, found('go'));
    const { status, output } = tested(43);
    assert.equal(status, 1, output);
    assert.match(output, /the sum is 42/);
  });
});
