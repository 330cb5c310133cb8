/** TLBs: what has been entered is found, and nothing that was forgotten. */
import assert from 'node:assert/strict';
import { type Access, makePage, PAGE_SIZE, RIGHTS } from '../../../src/machine/cpu/page';
import { Tlb } from '../../../src/machine/cpu/tlb';

const user: Access = { space: 1, user: true };

describe('a TLB', () => {
  const pages = Array.from({ length: 512 }, () => makePage(new Uint8Array(PAGE_SIZE), RIGHTS.data, 0));

  it('holds the 512 pages of 2 MiB, for the access with which they were entered', () => {
    const tlb = new Tlb();
    for (const [number, page] of pages.entries()) tlb.enter(user, 0x7_0000_0100 + number, page);
    for (const [number, page] of pages.entries()) assert.equal(tlb.find(user, 0x7_0000_0100 + number), page);
    assert.equal(tlb.find({ ...user }, 0x7_0000_0100), undefined);
  });

  it('holds none when it was flushed, as often as it is', () => {
    const tlb = new Tlb();
    for (let times = 0; times < 3; times++) {
      tlb.flush();
      tlb.flush();
      assert.equal(tlb.find(user, 5), undefined);
      tlb.enter(user, 5, pages[0]!); // there is one
      assert.equal(tlb.find(user, 5), pages[0]);
    }
    tlb.forget(5);
    assert.equal(tlb.find(user, 5), undefined);
  });
});
