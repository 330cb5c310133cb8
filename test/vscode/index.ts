/** What the extension host calls: runs every test file beside this one, and has the reporter that is named write of it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const { XTRACE_TEST_REPORTER: reporter = 'spec', XTRACE_TEST_REPORT: output } = process.env;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 120_000,
    reporter,
    reporterOptions: { output },
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
