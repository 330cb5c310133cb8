import assert from 'node:assert/strict';
import type { ComponentView, RegisterView } from '../../src/adapter/views/registers';
import { componentChanges } from '../../src/webview/registers/component-table';
import { registerChange } from '../../src/webview/registers/register-table';

const tileData: ComponentView = {
  index: 18,
  id: 'XTILEDATA',
  title: 'AMX tile data',
  documentation: 'TMM0-TMM7.',
  enabled: true,
  permitted: true,
  armed: true,
  inUse: false,
  buffer: 'absent',
  size: 8192,
  offset: null,
  changed: [],
};

const xfd: RegisterView = {
  name: 'xfd',
  title: 'IA32_XFD, MSR 0x1c4',
  documentation: 'Armed components.',
  manual: 'SDM vol. 1, 13.14',
  value: '0x0',
  was: '0x40000',
  possible: '0x40000',
  set: [],
};

describe('what a screen reader hears of the Registers view behind a step', () => {
  it('is each register that changed, with what it was', () => {
    assert.deepEqual(registerChange(xfd), ['XFD 0x0, was 0x40000']);
    assert.deepEqual(registerChange({ ...xfd, was: null }), []);
  });

  it('is each component of which something changed, with that alone', () => {
    assert.deepEqual(componentChanges(tileData), []);
    const grown: ComponentView = { ...tileData, armed: false, buffer: 'init', changed: ['armed', 'buffer'] };
    assert.deepEqual(componentChanges(grown), ['XTILEDATA not armed, in the buffer, INIT']);
  });
});
