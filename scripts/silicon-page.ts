/** docs/silicon.md, from the rows of `architecture/choices` and the answers of the models. */
import { type Answer, CHOICES, type Choices, UNSETTLED } from '../src/machine/architecture/choices';
import { CPU_MODELS } from '../src/machine/processor/models';
import { markdownTable } from './marked-table';

const NAMES = Object.keys(CHOICES) as readonly (keyof Choices)[];

const LEAD = `# What processors do where the manuals leave it open

This page is generated from tables (\`src/machine/architecture/choices.ts\` and the models beside it); change those, then
run \`npx tsx scripts/silicon.ts\`.

A manual fixes what software may rely on. Beyond that a processor has choices, and a debugger that shows registers and
memory shows them. Each question below is a row of a table, and how a CPU model answers it is data beside its CPUID
leaves, with the place where the answer was seen.`;

const UNSETTLED_LEAD = `## What is modelled in one way

These questions have one answer for all models; the documentation of the instructions repeats it. A program in user mode
cannot see what a processor does, or no processor at hand has the instruction; where one was seen to do otherwise, the
question says so.`;

export function siliconPage(): string {
  const sections = NAMES.map((name) => section(name));
  const rows = Object.values(UNSETTLED).map(({ title, question, modelled }) => [title, question, modelled]);
  const unsettled = markdownTable([['subject', 'what is open', 'what is modelled'], ...rows]);
  return `${[LEAD, ...sections, UNSETTLED_LEAD, unsettled].join('\n\n')}\n`;
}

function section(name: keyof Choices): string {
  const { title, question } = CHOICES[name];
  const answers: Readonly<Record<string, string>> = CHOICES[name].answers;
  const rows = [...sourcesByAnswer(name)].map(([value, sources]) => [
    answers[value] ?? '',
    [...sources].map(([source, models]) => `${models.join(' ')}: ${source}`).join('; '),
  ]);
  return [`## ${title}`, question, markdownTable([['what is done', 'by whom, and how it is known'], ...rows])].join(
    '\n\n',
  );
}

/** By answer and source: the models that give it. */
function sourcesByAnswer(name: keyof Choices): ReadonlyMap<string | number, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string | number, Map<string, string[]>>();
  for (const model of CPU_MODELS) {
    const { value, source }: Answer<string | number> = model.choices[name];
    const sources = found.get(value) ?? new Map<string, string[]>();
    found.set(value, sources);
    sources.set(source, [...(sources.get(source) ?? []), `\`${model.name}\``]);
  }
  return found;
}
