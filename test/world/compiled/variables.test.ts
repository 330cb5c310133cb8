import assert from 'node:assert/strict';
import { parseCondition } from '../../../src/adapter/breakpoints/condition';
import { parseTemplateText } from '../../../src/language/syntax/parse-template';
import { linePlaces } from '../../../src/world/compiled/places';
import { needs } from '../../host/needs';
import { compiled, found } from '../programs/programs';
import { byGdb, DebuggedProgram, withGdb } from './debugged';

/** What both can say: integers, floats, addresses. */
const EXPRESSIONS: readonly (readonly [ours: string, gdbs?: string])[] = [
  ['total'],
  ['i'],
  ['n'],
  ['p->x'],
  ['p->y'],
  ['p->flag'],
  ['p->rest'],
  ['p->next->x'],
  ['p->next->whole'],
  ['p->next->parts[3]'],
  ['p.next.y'],
  ['p[0].x'],
  ['sums[i % 4][i % 6]'],
  ['sums[0][0] * 2 - total'],
  ['origin.x'],
  ['origin.parts[7]'],
  ['chosen', '(int)chosen'],
  ['ready', '(int)ready'],
  ['bytes[2]'],
  ['ratio * 4', '(int)(ratio * 4)'],
  ['message[1]'],
  ['*message'],
  ['p->x + i > 4 && total != 0 ? 10 : 20'],
];

/** Where the flow is. */
const PLACE = { cpu: 0, task: null, frame: 0 };

function program(...options: readonly string[]): { path: string; ran: DebuggedProgram } {
  const path = compiled('gcc', 'lines.c', '-g', ...options);
  const ran = new DebuggedProgram(path, 'lines.c');
  ran.breakOn(38);
  ran.go({ kind: 'continue' });
  ran.go({ kind: 'continue' });
  return { path, ran };
}

describe('variables of a program', function () {
  this.timeout(60_000);

  for (const options of [
    ['-static', '-O0', '-gdwarf-4'],
    ['-static', '-O0', '-gdwarf-5'],
    ['-static', '-O2', '-gdwarf-5'],
    ['-static-pie', '-fPIE', '-O0'],
  ]) {
    it(`have the values that gdb finds (${options.join(' ')})`, function () {
      needs(this, withGdb('gcc'));
      const { path, ran } = program(...options);
      // Optimized, the pointer of the copy is never written.
      const asked = EXPRESSIONS.filter(([ours]) => !options.includes('-O2') || !ours.includes('next'));
      const prints = asked.flatMap(([ours, gdbs = ours]) => `output/d ${gdbs}\necho \\n`.split('\n'));
      const text = byGdb(path, ['break lines.c:38', 'run', 'continue', 'echo BEGIN\\n', ...prints]);
      const expected = text
        .slice(text.indexOf('BEGIN\n') + 6)
        .trim()
        .split('\n');
      const actual = asked.map(([expression]) => String(ran.engine.evaluate(expression).value));
      assert.deepEqual(
        actual,
        expected.map((line) => line.trim()),
      );
    });
  }

  it('that are text say so in log messages, as in gdb', function () {
    needs(this, withGdb('gcc'));
    const { path, ran } = program('-static', '-O0');
    const asked = ['message', 'origin.parts', 'p->next->parts'];
    const prints = asked.flatMap((one) => [`output ${one}`, 'echo \\n']);
    const text = byGdb(path, ['break lines.c:38', 'run', 'continue', 'echo BEGIN\\n', ...prints]);
    const expected = text.slice(text.indexOf('BEGIN\n') + 6).trim();
    const logMessage = parseTemplateText(asked.map((one) => `{${one}}`).join('\n'));
    const place = linePlaces(ran.engine.program, (file) => file.endsWith('/lines.c'), 38);
    assert.ok(place);
    ran.engine.takeTold();
    ran.engine.setBreakpoints([{ id: 1, on: 'code', places: place.places, logMessage }]);
    ran.go({ kind: 'over', by: 'statement' });
    ran.go({ kind: 'over', by: 'statement' });
    const told = ran.engine.takeTold().flatMap((each) => ('log' in each ? [each.log.text] : []));
    assert.match(expected, /"hello"/);
    assert.deepEqual(told, [expected]);
  });

  it('can be set where they lie in memory, and the program goes on with that', function () {
    needs(this, found('gcc'));
    const { ran } = program('-static', '-O0');
    ran.engine.edit({ kind: 'assign', target: 'p->next->x', value: '-3', place: PLACE });
    assert.equal(ran.engine.evaluate('origin.x').value, -3n);
    ran.engine.edit({ kind: 'assign', target: 'total', value: '1000', place: PLACE });
    ran.breakOn(39);
    ran.go({ kind: 'continue' });
    assert.equal(ran.engine.evaluate('sums[i % 4][i % 6]').value, 1000n);
    assert.throws(
      () =>
        ran.engine.edit({
          kind: 'assign',
          target: 'chosen',
          value: '99999999999',
          place: PLACE,
        }),
      /does not fit/,
    );
  });

  it('decide whether a breakpoint stops', function () {
    needs(this, found('gcc'));
    const { ran } = program('-static', '-O0');
    const found38 = linePlaces(ran.engine.program, (path) => path.endsWith('/lines.c'), 37);
    const condition = parseCondition('sums[2][2] > 20 && i == 4');
    assert.ok(found38 && condition);
    ran.engine.setBreakpoints([{ id: 1, on: 'code', places: found38.places, condition }]);
    assert.equal(ran.go({ kind: 'continue' }).kind, 'breakpoint');
    assert.equal(ran.engine.evaluate('i').value, 4n);
  });

  it('are found by their names where they are, and hide what else has these', function () {
    needs(this, found('gcc'));
    const { ran } = program('-static', '-O0');
    assert.throws(() => ran.engine.evaluate('totl'), /did you mean|Did you mean/);
    assert.throws(() => ran.engine.evaluate('argc'), /There is no `argc`/);
    assert.throws(() => ran.engine.evaluate('sums[99999999][0]'), /no memory|no element/);
    assert.equal(typeof ran.engine.evaluate('rip').value, 'bigint');
    assert.equal(typeof ran.engine.evaluate('kernel.nm').value, 'bigint');
  });
});
