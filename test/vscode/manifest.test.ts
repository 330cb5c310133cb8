import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withSidebar, withSidebarTexts } from '../../scripts/sidebar-manifest';
import { launchArguments } from '../../src/adapter/launch/launch-arguments';
import { POLICIES } from '../../src/kernel/policies';
import { CPU_MODELS } from '../../src/machine/processor/models';
import { SIDEBAR } from '../../src/vscode/views/sidebar';
import { ELEMENT_TYPES } from '../../src/webview/tiles/element-type';
import { EXCEPTION_FILTERS } from '../../src/world/debugger/breakpoints/exception-filters';

// Two folders up from the source and from where the suite is built to.
const root = path.resolve(__dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const texts: Readonly<Record<string, string>> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const { contributes } = manifest;
const settings: Record<string, { enum: string[]; enumDescriptions: string[]; order: number }> = Object.assign(
  {},
  ...contributes.configuration.map(({ properties }: { properties: object }) => properties),
);
const launch = contributes.debuggers[0].configurationAttributes.launch.properties;

/** What `package.nls.json` has for `%key%`. */
function textOf(given: string): string {
  return texts[given.slice(1, -1)] ?? '';
}

/** Members that VS Code shows. */
const SHOWN = new Set([
  'displayName',
  'description',
  'markdownDescription',
  'title',
  'label',
  'category',
  'contextualTitle',
  'altText',
  'enumDescriptions',
]);
/** Where a `name` is shown, or written into a user's file. */
const NAMES = new Set(['views', 'initialConfigurations', 'body']);

/** Every text that a user sees, by its path. */
function* shownTexts(value: unknown, where: readonly string[] = []): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...where, key];
    const isShown = SHOWN.has(key) || (key === 'name' && where.some((part) => NAMES.has(part)));
    for (const text of isShown ? [member].flat() : []) if (typeof text === 'string') yield [at.join('.'), text];
    yield* shownTexts(member, at);
  }
}

describe('package.json', () => {
  it('has all that a user reads in package.nls.json, and nothing there that nobody reads', () => {
    const { displayName, description, capabilities } = manifest;
    const shown = [...shownTexts({ displayName, description, capabilities, contributes })];
    assert.ok(shown.length > 100);
    assert.deepEqual(
      shown.filter(([, text]) => !/^%[\w.-]+%$/.test(text) || textOf(text) === ''),
      [],
    );
    const used = new Set(shown.map(([, text]) => text.slice(1, -1)));
    assert.deepEqual(
      Object.keys(texts).filter((key) => !used.has(key)),
      [],
    );
  });

  it('has its settings in groups, each in an order of its own, with a title and a description', () => {
    assert.deepEqual(
      contributes.configuration.map(({ title, properties }: { title: string; properties: object }) => [
        textOf(title),
        Object.keys(properties),
      ]),
      [
        ['Debugging', ['xtrace.stopOnEntry', 'xtrace.historyMegabytes', 'xtrace.vmlinux', 'xtrace.sourceMap']],
        ['Editor', ['xtrace.runInBackground', 'xtrace.codeLens']],
        ['Views', ['xtrace.tiles.elementType']],
      ],
    );
    for (const { properties } of contributes.configuration) {
      const orders = Object.values(properties as typeof settings).map(({ order }) => order);
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
      );
    }
  });

  it('offers every exception filter, with a description each', () => {
    const { items } = launch.stopOn;
    assert.deepEqual(
      items.enum,
      EXCEPTION_FILTERS.map(({ filter }) => filter),
    );
    assert.equal(items.enumDescriptions.length, items.enum.length);
  });

  it('describes the launch arguments that the adapter takes, and no others', () => {
    const given = Object.fromEntries(Object.keys(launch).map((name) => [name, undefined]));
    const taken = Object.keys(launchArguments({ ...given, program: 'a.xtrace' }, 'arguments'));
    const fromVsCode = ['noDebug', 'cwd'];
    assert.deepEqual(Object.keys(launch).sort(), taken.filter((name) => !fromVsCode.includes(name)).sort());
  });

  it('suggests machines and kernels that exist', () => {
    const names = (examples: string[]) => examples.map((example) => example.split(' ')[0]);
    for (const name of names(launch.machine.examples))
      assert.ok(
        CPU_MODELS.some((model) => model.name === name),
        name,
      );
    for (const name of names(launch.kernel.examples))
      assert.ok(
        POLICIES.some((policy) => policy.name === name),
        name,
      );
  });

  it('offers every element type of the tiles', () => {
    const { enum: values, enumDescriptions } = settings['xtrace.tiles.elementType']!; // the test above says so
    assert.deepEqual(values, ['auto', ...ELEMENT_TYPES.map(({ id }) => id)]);
    assert.equal(enumDescriptions.length, values.length);
  });

  it('names files that are there', () => {
    const files = [
      manifest.icon,
      ...contributes.languages.flatMap(({ configuration, icon }: { configuration: string; icon?: object }) => [
        configuration,
        ...Object.values(icon ?? {}),
      ]),
      ...contributes.grammars.map(({ path: file }: { path: string }) => file),
      ...contributes.snippets.map(({ path: file }: { path: string }) => file),
      ...contributes.walkthroughs.flatMap(
        ({ icon, steps }: { icon: string; steps: { media: { image: string } }[] }) => [
          icon,
          ...steps.map(({ media }) => media.image),
        ],
      ),
      ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
    ];
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
  });

  it('has commands of its own behind every link of the walkthrough', () => {
    const known = new Set<string>(contributes.commands.map(({ command }: { command: string }) => command));
    for (const { steps } of contributes.walkthroughs) {
      for (const { description } of steps) {
        const links = [...textOf(description).matchAll(/\(command:([\w.-]+)/g)].map(([, command = '']) => command);
        for (const link of links) {
          const isOfTheEditor = /^(?:testing\.|workbench\.view\.extension\.xtrace-xstate$)/.test(link);
          assert.ok(known.has(link) || isOfTheEditor, link);
        }
      }
    }
  });

  it('takes paths of kernels from the user’s settings in every window, keeps them to one machine, and asks for trust', () => {
    const sections: readonly { readonly properties: Readonly<Record<string, object>> }[] = contributes.configuration;
    const properties: Readonly<Record<string, { readonly scope?: string; readonly ignoreSync?: boolean }>> =
      Object.assign({}, ...sections.map((section) => section.properties));
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const name of ['xtrace.vmlinux', 'xtrace.sourceMap']) {
      // A setting of the scope `machine` is no setting of the user where the window is on another machine, as in a browser.
      assert.equal(properties[name]?.scope, undefined, name);
      assert.equal(properties[name]?.ignoreSync, true, name);
      assert.ok(restrictedConfigurations.includes(name), name);
    }
  });

  it('debugs traces as traces and programs as programs, by the menu of the explorer', () => {
    const items: readonly { readonly command: string; readonly when: string }[] = contributes.menus['explorer/context'];
    const whenOf = (command: string) => items.find((item) => item.command === command)?.when ?? '';
    assert.equal(whenOf('xtrace.debug'), 'resourceExtname == .xtrace');
    const [, pattern = ''] = /resourceExtname =~ \/(.*)\/$/.exec(whenOf('xtrace.debugProgram')) ?? [];
    const isOffered = new RegExp(pattern);
    assert.deepEqual(
      ['', '.out', '.elf', '.bin', '.xtrace', '.c', '.o', '.txt'].filter((extension) => isOffered.test(extension)),
      ['', '.out', '.elf', '.bin'],
    );
    const commands: readonly { readonly command: string; readonly title: string }[] = contributes.commands;
    const titleOf = (name: string) => textOf(commands.find(({ command }) => command === name)?.title ?? '');
    assert.deepEqual([titleOf('xtrace.debug'), titleOf('xtrace.debugProgram')], ['Debug Trace', 'Debug Program']);
  });

  it('marks words of the walkthrough as VS Code reads them, which is with two signs', () => {
    const steps: readonly { readonly description: string }[] = contributes.walkthroughs.flatMap(
      ({ steps }: { steps: readonly { readonly description: string }[] }) => steps,
    );
    const words = steps.map(({ description }) => textOf(description));
    assert.ok(words.some((text) => text.includes('**XState**')));
    assert.deepEqual(
      words.filter((text) => /[*_`]/.test(text.replace(/\(command:[^)]*\)/g, '').replace(/\*\*|``/g, ''))),
      [],
    );
  });

  it('has commands in the palette while no trace is open', () => {
    const restricted = new Set(contributes.menus.commandPalette.map(({ command }: { command: string }) => command));
    for (const command of ['newTrace', 'openExample', 'getStarted', 'run', 'debug'])
      assert.ok(!restricted.has(`xtrace.${command}`), command);
  });

  it('has a view for every page that is no editor, which opens in an editor tab too and has a style sheet', () => {
    const pages = path.join(root, 'src/webview');
    const all = readdirSync(pages).filter((name) => existsSync(path.join(pages, name, 'main.ts')));
    // The page of a recording has no script.
    const editors = contributes.customEditors
      .map(({ viewType }: { viewType: string }) => viewType)
      .filter((viewType: string) => viewType !== 'xtrace.recording');
    const names = all.filter((name) => !editors.includes(`xtrace.${name}`));
    assert.equal(all.length, names.length + editors.length);
    assert.deepEqual(Object.keys(SIDEBAR).toSorted(), names.toSorted());
    assert.deepEqual(manifest, withSidebar(manifest), 'npm run docs writes the views into package.json');
    assert.deepEqual(texts, withSidebarTexts(texts), 'npm run docs writes their texts into package.nls.json');
    for (const name of all) assert.ok(existsSync(path.join(root, 'media', `${name}.css`)), name);
  });
});
