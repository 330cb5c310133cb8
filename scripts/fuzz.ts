/**
 * `npm run fuzz [-- adapter|language|elf|dwarf [COUNT [SEED]]]`: the debug adapter with clients that say anything, the language
 * with texts that are nearly traces, files that are nearly programs, and debugging information that nearly is some. Without a name all, each with another seed in every run.
 */
import '../src/main/iced-on-node';
import { fuzz } from '../test/adapter/fuzz/fuzz';
import { fuzzDwarf } from '../test/elf/dwarf/fuzz-dwarf';
import { fuzzedPrograms } from '../test/elf/dwarf/programs';
import { fuzzElf } from '../test/elf/fuzz-elf';
import { fuzzRecordings } from '../test/recording/fuzz-recordings';
import { fuzzLanguage } from '../test/world/fuzz/fuzz-language';

const MOST_SHOWN = 50;
/** Of the traces that recordings become, so many are loaded as well: that takes longer than to write them. */
const LOADED_EVERY = 50;

interface Outcome {
  readonly problems: readonly string[];
  readonly summary: string;
}

interface Target {
  readonly count: number;
  readonly run: (seed: number, count: number) => Promise<Outcome> | Outcome;
}

const TARGETS: ReadonlyMap<string, Target> = new Map<string, Target>([
  [
    'adapter',
    {
      count: 20_000,
      run: async (seed, count) => {
        const { messages, sessions, refused, cancelled, problems } = await fuzz(seed, count);
        return {
          problems,
          summary: `${messages} messages in ${sessions} sessions: ${refused} refused, ${cancelled} cancelled`,
        };
      },
    },
  ],
  [
    'language',
    {
      count: 5_000,
      run: (seed, count) => {
        const { texts, programs, problems } = fuzzLanguage(seed, count);
        return { problems, summary: `${texts} texts, of which ${programs} ran` };
      },
    },
  ],
  [
    'elf',
    {
      count: 10_000,
      run: (seed, count) => {
        const { files, loaded, problems } = fuzzElf(seed, count);
        return { problems, summary: `${files} ELF files, of which ${loaded} were loaded` };
      },
    },
  ],
  [
    'dwarf',
    {
      count: 10_000,
      run: (seed, count) => {
        const { files, broken, problems } = fuzzDwarf(fuzzedPrograms(), seed, count);
        return { problems, summary: `${files} programs with debugging information, of which ${broken} had problems` };
      },
    },
  ],
  [
    'recordings',
    {
      count: 10_000,
      run: (seed, count) => {
        const { files, written, problems } = fuzzRecordings(seed, count, LOADED_EVERY);
        return { problems, summary: `${files} recordings, of which ${written} became traces` };
      },
    },
  ],
]);

async function main([name, count, given]: readonly string[]): Promise<void> {
  if (name !== undefined && !TARGETS.has(name))
    throw new Error(`There are ${[...TARGETS.keys()].join(', ')}, no ${name}.`);
  for (const [target, { count: usual, run }] of TARGETS) {
    if (name !== undefined && name !== target) continue;
    const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31));
    process.stdout.write(`${target}: seed ${seed}\n`);
    const { problems, summary } = await run(seed, Number(count ?? usual));
    for (const problem of problems.slice(0, MOST_SHOWN)) process.stdout.write(`${problem}\n`);
    process.stdout.write(`${summary}, ${problems.length} problems\n`);
    if (problems.length > 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
