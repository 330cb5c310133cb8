/**
 * Which changes two unmodified kernels confirm: the images of builds on both sides, next to each other, show that one lacks it and the
 * other has it. `scripts/confirm-changes.ts` asks an image; `test/kernel/versions/confirmed.test.ts` holds this table to the answers.
 */
import type { LinuxChange } from './changes';

/** The versions of the two builds, the older one first. */
export type Confirmation = readonly [older: string, newer: string];

/** Null for a change that no two builds at hand show. */
export const CONFIRMED: Readonly<Record<LinuxChange, Confirmation | null>> = {
  leavesX87ToKernelCode: null,
  switchesPkruByItself: null,
  tellsFrameSize: null,
  checksSignalStackOnEntry: null,
  dropsPkruOfTracers: null,
  trustsFrameSize: null,
  knowsFrameSizes: null,
  forgetsPermissions: null,
  hasGuests: null,
  tellsHalfOfTiles: null,
  managesPasid: null,
  releasesTilesInIdle: null,
  writesPkruByHeader: null,
  tellsRseqSize: ['6.1.176', '6.12.107'],
  managesShadowStacks: ['6.1.176', '6.12.107'],
  limitsGuestImage: null,
  keepsXfdInStep: null,
  opensPkru: ['6.1.176', '6.12.107'],
  leavesPkruInitial: null,
  asksForPkruBit: null,
  knowsGraniteIdle: ['6.1.176', '6.12.107'],
  tellsCoreLayout: ['6.1.176', '6.12.107'],
  locksForKernelUse: null,
  asksForTaskSwitched: null,
  seeksMagicAtUserSize: null,
  addsPkruBit: null,
  keepsSupervisorPermissions: ['6.12.107', '7.3.4'],
  dropsUnlessSaved: null,
  knowsApx: ['6.12.107', '7.3.4'],
  switchesInOne: ['6.12.107', '7.3.4'],
  listsKernelUse: ['6.12.107', '7.3.4'],
  tracesLess: ['6.12.107', '7.3.4'],
  hasGuestDefaults: ['6.12.107', '7.3.4'],
  syncsXfdOnDelivery: null,
  virtualisesCet: null,
  clearsGuestDisabled: null,
  switchesGuestStateOutside: null,
};
