import assert from 'node:assert/strict';
import {
  checkProgram,
  fillConfiguration,
  type LaunchConfiguration,
  type Resolved,
} from '../../src/vscode/debug/launch-configuration';

const defaults = { stopOnEntry: true, historyMegabytes: 256 };
const open = { activeTrace: '/w/first-use.xtrace', activeFile: 'first-use.xtrace', defaults };
const readme = { activeTrace: undefined, activeFile: 'README.md', defaults };
const launch = { type: 'xtrace', request: 'launch', name: 'x', program: '/w/a.xtrace' };

function accepted(resolved: Resolved): LaunchConfiguration {
  assert.equal(resolved.kind, 'launch');
  return resolved.kind === 'launch' ? resolved.configuration : launch;
}

function refusal(resolved: Resolved): string {
  assert.equal(resolved.kind, 'refused');
  return resolved.kind === 'refused' ? resolved.message : '';
}

describe('launch configurations', () => {
  it('are not needed: F5 debugs the open trace', () => {
    assert.deepEqual(accepted(fillConfiguration({}, open)), {
      type: 'xtrace',
      request: 'launch',
      name: 'first-use.xtrace',
      program: '/w/first-use.xtrace',
      stopOnEntry: true,
      historyMegabytes: 256,
    });
  });

  it('are not needed either when XTrace is picked from the list of debuggers', () => {
    assert.equal(accepted(fillConfiguration({ type: 'xtrace' }, open)).program, '/w/first-use.xtrace');
  });

  it('say what to do when no trace is open', () => {
    assert.match(refusal(fillConfiguration({}, readme)), /^README\.md is not a trace\. Open an \.xtrace file/);
    const nothing = { ...readme, activeFile: undefined };
    assert.match(refusal(fillConfiguration({}, nothing)), /^No file is open\./);
  });

  it('take the open trace for the open file, and refuse any other file', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of launch.json
    const given = { ...launch, program: '${file}' };
    assert.equal(accepted(fillConfiguration(given, open)).program, '/w/first-use.xtrace');
    assert.match(refusal(fillConfiguration(given, readme)), /README\.md is not a trace/);
  });

  it('keep what launch.json says and fill in the rest', () => {
    const given = { ...launch, stopOnEntry: false, kernel: 'linux', historyMegabytes: 32 };
    assert.deepEqual(accepted(fillConfiguration(given, readme)), given);
    assert.equal(accepted(fillConfiguration(launch, open)).stopOnEntry, true);
  });

  it('find a relative program in the workspace folder', () => {
    const relative = { ...launch, program: 'traces/a.xtrace' };
    assert.equal(accepted(checkProgram(relative, '/w')).program, '/w/traces/a.xtrace');
    assert.equal(accepted(checkProgram(relative, undefined)).program, 'traces/a.xtrace');
  });

  it('leave absolute programs alone, on any system and in any file system', () => {
    for (const program of ['/w/a.xtrace', 'C:\\w\\a.xtrace', '\\\\server\\a.xtrace', 'untitled:Untitled-1']) {
      assert.equal(accepted(checkProgram({ ...launch, program }, '/w')).program, program);
    }
  });

  it('refuse a program that is none and a request that is unknown', () => {
    assert.match(refusal(checkProgram({ ...launch, program: 7 }, '/w')), /must be the path/);
    assert.match(refusal(checkProgram({ ...launch, program: ' ' }, '/w')), /must be the path/);
    assert.match(refusal(checkProgram({ ...launch, request: 'attach' }, '/w')), /"launch" only/);
  });
});
