/** Measures the row that is named, in this process, and writes the samples to the standard output as JSON. */
import { ROWS } from './rows';

async function main(): Promise<void> {
  const name = process.argv[2];
  const row = ROWS.find(({ what }) => what === name);
  if (!row) throw new Error(`There is no row "${name}".`);
  process.stdout.write(JSON.stringify(await row.measure()));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
