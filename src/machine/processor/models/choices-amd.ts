/** What AMD's processors do where the manuals leave it open: as recorded on a Zen 3 and a Zen 4 (test/fixtures/xsave-zen4). */
import { assumedFrom, type ModelChoices } from '../../architecture/choices';

const NO_TILES = 'assumed: no processor of AMD has tiles';
const RECORDED = 'recorded on a Zen 3';
const MEASURED = 'measured on a Zen 3';

export const AMD_CHOICES: ModelChoices = {
  inUse: { value: 'contents', source: 'recorded on a Zen 4 after XRSTOR; of other instructions it is assumed' },
  tilesInUse: { value: 'contents', source: NO_TILES },
  fcw: { value: 0x1f3f, source: RECORDED },
  fip: { value: 'bit 47', source: RECORDED },
  fdp: { value: 'bit 47', source: RECORDED },
  x87Pointers: { value: 'exceptions', source: `${RECORDED} after XRSTOR; of x87 instructions it is assumed` },
  areaReach: { value: 'bytes touched', source: RECORDED },
  failedRestore: { value: 'nothing', source: RECORDED },
  callNotCanonical: { value: 'nothing', source: RECORDED },
  alignmentCheck: { value: 4, source: RECORDED },
  compactedXstateBv63: { value: 'refused', source: RECORDED },
  tilecfgAndXfd: { value: 'shapes first', source: NO_TILES },
  shaAlignment: { value: 'any', source: MEASURED },
  dotProductNan: { value: 'lowest', source: MEASURED },
  denormalToHalf: { value: 'by value', source: MEASURED },
};

/** For AMD's processors that nobody has recorded. */
export const AMD_ASSUMED: ModelChoices = assumedFrom(AMD_CHOICES, 'a Zen 3 and a Zen 4');
