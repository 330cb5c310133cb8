/**
 * What AMD's processors do where the manuals leave it open: as recorded on a Zen 3, a Zen 4 (test/fixtures/xsave-zen4) and
 * a Zen 5 (test/fixtures/xsave-zen5).
 */
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

const ON_ZEN5 = 'measured on a Zen 5';

export const ZEN5_CHOICES: ModelChoices = {
  ...assumedFrom(AMD_CHOICES, 'a Zen 3 and a Zen 4'),
  tilesInUse: AMD_CHOICES.tilesInUse,
  fcw: { value: 0x1f3f, source: ON_ZEN5 },
  fip: { value: 'linear address', source: ON_ZEN5 },
  fdp: { value: 'linear address', source: ON_ZEN5 },
  failedRestore: { value: 'nothing', source: ON_ZEN5 },
  callNotCanonical: { value: 'nothing', source: ON_ZEN5 },
  alignmentCheck: { value: 4, source: ON_ZEN5 },
  compactedXstateBv63: { value: 'refused', source: ON_ZEN5 },
  tilecfgAndXfd: AMD_CHOICES.tilecfgAndXfd,
  shaAlignment: { value: 'any', source: ON_ZEN5 },
  dotProductNan: { value: 'lowest', source: ON_ZEN5 },
  denormalToHalf: { value: 'by value', source: ON_ZEN5 },
};
