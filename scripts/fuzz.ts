/** `npm run fuzz [-- MESSAGES [SEED]]`: the debug adapter with clients that say anything. */
import '../src/main/iced-on-node';
import { fuzz } from '../test/adapter/fuzz/fuzz';

const DEFAULT_MESSAGES = 20_000;
const MOST_SHOWN = 50;

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? DEFAULT_MESSAGES);
  const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`seed ${seed}\n`);
  const { messages, sessions, refused, cancelled, problems } = await fuzz(seed, count);
  for (const problem of problems.slice(0, MOST_SHOWN)) process.stdout.write(`${problem}\n`);
  process.stdout.write(
    `${messages} messages in ${sessions} sessions: ${refused} refused, ${cancelled} cancelled, ${problems.length} problems\n`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
