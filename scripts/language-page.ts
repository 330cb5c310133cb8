/** The tables of docs/language.md that follow from tables of the sources: models, features, registers, versions, limits. */
import { POLICIES } from '../src/kernel/policies';
import type { Policy } from '../src/kernel/routines/policy';
import { changeRow, LINUX_CHANGES } from '../src/kernel/versions/changes';
import { CONFIRMED } from '../src/kernel/versions/confirmed';
import { bytesText, grouped, LIMITS, type Limit } from '../src/language/errors/limits';
import { EVENTS, type EventTopic } from '../src/language/events';
import { FEATURES, type FeatureRow, featurePlace, MODELLED_FEATURE_NAMES } from '../src/machine/architecture/feature';
import { REGISTER_ROWS, type Register } from '../src/machine/architecture/registers';
import { CPU_MODELS } from '../src/machine/processor/models';
import { markdownTable, replaceTable } from './marked-table';

/** The page with its tables made anew. @throws Error where a mark is missing. */
export function withTables(page: string): string {
  const tables: readonly (readonly [string, string])[] = [
    ['models', modelTable()],
    ['features', featureTable()],
    ['registers', registerTable()],
    ['policies', policyTable()],
    ['options', optionTable()],
    ['changes', changeTable()],
    ['flow events', eventTable('flow')],
    ['kernel events', eventTable('kernel')],
    ['guest events', eventTable('guests')],
    ['looking events', eventTable('looking')],
    ['limits', limitTable()],
  ];
  return tables.reduce((text, [mark, table]) => replaceTable(text, mark, table), page);
}

function limitTable(): string {
  const limits: readonly Limit[] = Object.values(LIMITS);
  return markdownTable([
    ['what', 'at most', 'beyond it'],
    ...limits.map(({ what, most, code }) => [what, numberOf(most, what), code === null ? 'left out' : `\`${code}\``]),
  ]);
}

/** Bytes in large units, counts as they are. */
function numberOf(most: number, what: string): string {
  return what.startsWith('Bytes') ? bytesText(most) : grouped(most);
}

function modelTable(): string {
  return markdownTable([
    ['model', 'what it is'],
    ...CPU_MODELS.map(({ name, documentation }) => [`\`${name}\``, documentation]),
  ]);
}

function featureTable(): string {
  const rows = MODELLED_FEATURE_NAMES.map((name) => {
    const { flag, requires = [], documentation }: FeatureRow = FEATURES[name];
    const needs = [requires].flat().map((needed) => `\`${FEATURES[needed as keyof typeof FEATURES].flag}\``); // a key
    return [`\`${flag}\``, featurePlace(name), needs.join(' '), documentation];
  });
  return markdownTable([['feature', 'CPUID', 'needs', 'what it is'], ...rows]);
}

function registerTable(): string {
  const rows = REGISTER_ROWS.filter(({ inExpressions }) => inExpressions !== false).map((row) => [
    `\`${row.name}\``,
    row.msr === undefined ? row.title : `${row.title}, MSR 0x${row.msr.toString(16)}`,
    row.documentation,
    partsOf(row),
    row.manual,
  ]);
  return markdownTable([['name', 'register', 'what it holds', 'parts', 'manual'], ...rows]);
}

function policyTable(): string {
  return markdownTable([['policy', 'what it is'], ...POLICIES.map(({ name, summary }) => [`\`${name}\``, summary])]);
}

/** Each option once, with the policies that have it. */
function optionTable(): string {
  const rows = new Map(POLICIES.flatMap(({ options }) => options).map((option) => [option.name, option]));
  return markdownTable([
    ['option', 'of', 'meaning'],
    ...[...rows.values()].map(({ name, values, documentation }) => [
      optionText(name, values),
      ownersOf(name),
      documentation,
    ]),
  ]);
}

/** A list of more values than this is a word for them. */
const MOST_VALUES = 4;

function optionText(name: string, values: readonly string[] | 'number'): string {
  if (values === 'number') return `\`${name}=NUMBER\``;
  if (values.length > MOST_VALUES) return `\`${name}=${name.toUpperCase()}\``;
  return values.map((value, index) => (index === 0 ? `\`${name}=${value}\`` : `\`${value}\``)).join(', ');
}

function ownersOf(name: string): string {
  const has = ({ options }: Policy) => options.some((option) => option.name === name);
  const [other, ...others] = POLICIES.filter((policy) => !has(policy));
  if (other && others.length === 0) return `all but \`${other.name}\``;
  return POLICIES.filter(has)
    .map((policy) => `\`${policy.name}\``)
    .join(', ');
}

/** The events of a topic: each way to write one, and what it does. */
function eventTable(topic: EventTopic): string {
  const rows = EVENTS.filter((row) => row.topic === topic).map(({ syntax, documentation, more }) => [
    syntax.map((form) => `\`${form}\``).join(', '),
    more === undefined ? documentation : `${documentation} See [${more}](#${anchorOf(more)}).`,
  ]);
  return markdownTable([['statement', 'meaning'], ...rows]);
}

function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

function changeTable(): string {
  const rows = LINUX_CHANGES.map((change) => {
    const { since, stable, until, what, seen, source } = changeRow(change);
    const confirmed = CONFIRMED[change]?.join(' and ') ?? '';
    return [
      since + alsoIn(stable),
      until ? until.version + alsoIn(until.stable) : '',
      what,
      seen,
      `\`${source}\``,
      confirmed,
    ];
  });
  return markdownTable([
    ['since', 'until', 'the kernel', 'what a trace sees of it', 'source', 'confirmed by'],
    ...rows,
  ]);
}

/** The point releases of stable series with the same. */
function alsoIn(stable: readonly string[] = []): string {
  return stable.map((version) => `, ${version}`).join('');
}

/** Many equal pairs, as PKRU has them, are said in words. */
const MOST_PARTS = 24;

function partsOf({ kind, fields = [] }: Register): string {
  if (kind === 'components') return 'a bit for each component';
  if (fields.length > MOST_PARTS) return `${fields[0]?.name}, ${fields[1]?.name}, ... ${fields.at(-1)?.name}`;
  return fields.map(({ name }) => name).join(' ');
}
