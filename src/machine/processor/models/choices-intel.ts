/** What Intel's processors do where the manuals leave it open: as recorded on an Emerald Rapids (test/fixtures/xsave-emr). */
import type { ModelChoices } from '../../architecture/choices';

const RECORDED = 'recorded on an Emerald Rapids';

export const INTEL_CHOICES: ModelChoices = {
  inUse: { value: 'writes', source: RECORDED },
  fip: { value: 'linear address', source: RECORDED },
  fdp: { value: 'all bits', source: RECORDED },
  x87Pointers: { value: 'instructions', source: RECORDED },
  areaReach: { value: 'whole extent', source: RECORDED },
  failedRestore: { value: 'part', source: `${RECORDED}; of XRSTORS it is assumed` },
  callNotCanonical: { value: 'return address', source: RECORDED },
  alignmentCheck: { value: 4, source: RECORDED },
  compactedXstateBv63: { value: 'refused', source: RECORDED },
};
