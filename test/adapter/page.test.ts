import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPABILITIES } from '../../src/adapter/protocol/capabilities';
import { REQUESTS } from '../../src/adapter/requests';
import { definitions } from './schema';

const PAGE = readFileSync(join(__dirname, '../../docs/adapter.md'), 'utf8');

interface Row {
  readonly name: string;
  readonly there: string;
}

/** The rows of the table below a heading. */
function rowsOf(heading: string): Row[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([\w/]+)` \| ([^|]*) \|/gm)].map(([, name = '', there = '']) => ({ name, there }));
}

function namesOf(kind: 'Request' | 'Event'): string[] {
  return Object.keys(definitions)
    .filter((name) => name.endsWith(kind) && name !== kind)
    .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1, -kind.length)}`)
    .sort();
}

const nameOf = ({ name }: Row): string => name;
const isThere = ({ there }: Row): boolean => there !== 'no';

describe('docs/adapter.md', () => {
  it('has a row for every request of the protocol, and says which are answered', () => {
    const rows = rowsOf('Requests');
    assert.deepEqual(rows.map(nameOf), namesOf('Request'));
    const answered = Object.keys(REQUESTS).filter((name) => !name.startsWith('xtrace/'));
    assert.deepEqual(rows.filter(isThere).map(nameOf), answered.sort());
  });

  it('has a row for every event of the protocol', () => {
    assert.deepEqual(rowsOf('Events').map(nameOf), namesOf('Event'));
  });

  it('has a row for every capability of the protocol, and says which are announced', () => {
    const { properties } = definitions.Capabilities as { properties: object };
    const rows = rowsOf('Capabilities');
    assert.deepEqual(rows.map(nameOf), Object.keys(properties).sort());
    assert.deepEqual(rows.filter(isThere).map(nameOf), Object.keys(CAPABILITIES).sort());
  });

  it('has a row for every request of our own', () => {
    const own = Object.keys(REQUESTS).filter((name) => name.startsWith('xtrace/'));
    for (const name of own) assert.ok(PAGE.includes(`| \`${name}\` |`), name);
  });
});
