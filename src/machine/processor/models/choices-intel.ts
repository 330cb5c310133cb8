/** What Intel's processors do where the manuals leave it open: as recorded on an Emerald Rapids (test/fixtures/xsave-emr). */
import { assumedFrom, type ModelChoices } from '../../architecture/choices';

const RECORDED = 'recorded on an Emerald Rapids';
const MEASURED = 'measured on an Ice Lake server';
const MEASURED_WITH_AMX = 'measured on an Intel server with AMX and AVX10.1';

export const INTEL_CHOICES: ModelChoices = {
  inUse: {
    value: 'writes',
    source: `${RECORDED}; what every form of a vector instruction sets, ${MEASURED}; WRPKRU by Linux, commit ae6012d72fa6`,
  },
  tilesInUse: { value: 'writes', source: MEASURED_WITH_AMX },
  fcw: { value: 0x1f3f, source: RECORDED },
  fip: { value: 'linear address', source: RECORDED },
  fdp: { value: 'all bits', source: RECORDED },
  x87Pointers: { value: 'instructions', source: RECORDED },
  areaReach: {
    value: 'whole extent',
    source: `${RECORDED}; that it comes before the header is looked at, and where each part begins, ${MEASURED}; that XCOMP_BV is looked at first, ${MEASURED_WITH_AMX}`,
  },
  failedRestore: { value: 'part', source: `${RECORDED}; of XRSTORS it is assumed` },
  callNotCanonical: { value: 'return address', source: RECORDED },
  alignmentCheck: { value: 4, source: RECORDED },
  compactedXstateBv63: { value: 'refused', source: MEASURED },
  tilecfgAndXfd: { value: 'shapes first', source: MEASURED_WITH_AMX },
  shaAlignment: { value: 'aligned', source: MEASURED },
  dotProductNan: { value: 'neighbour', source: MEASURED },
  denormalToHalf: { value: 'inexact', source: MEASURED },
};

/** For Intel's processors that nobody has recorded. */
export const INTEL_ASSUMED: ModelChoices = assumedFrom(INTEL_CHOICES, 'an Emerald Rapids');
