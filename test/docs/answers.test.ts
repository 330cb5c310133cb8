/** docs/answers.md says which laws there are. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { INVARIANTS } from '../../src/world/invariants/invariants';
import { xtrace } from '../main/cli-harness';

const ROOT = path.join(__dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/answers.md'), 'utf8');

/** Calls on the page, each with what it shows of them. */
const SHOWN = [...PAGE.matchAll(/^```text\n\$ (xtrace (?:compare|diff) .*)\n([\s\S]*?)^```$/gm)].map(
  ([, command = '', output = '']) => ({ command, output }),
);

/** As a shell takes them apart. */
function argumentsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

function inProject(argument: string): string {
  return argument.startsWith('examples/') ? path.join(ROOT, argument) : argument;
}

describe('docs/answers.md', () => {
  it('has every law, with its sentence and its reason', () => {
    for (const { name, sentence, documentation } of INVARIANTS)
      assert.ok(PAGE.includes(`| \`${name}\` | ${sentence} ${documentation} |`), name);
  });

  for (const { command, output } of SHOWN) {
    it(`shows what ${command} prints`, async () => {
      const { out } = await xtrace(argumentsOf(command).slice(1).map(inProject));
      assert.equal(out, output);
    });
  }
});
