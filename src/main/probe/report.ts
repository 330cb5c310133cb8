/** The report of `xtrace probe --check`: the recorded processor, the model, and the differences between the two. */
import type { Agreement } from './agreement';
import type { ChosenModel } from './model';
import type { Recording } from './records';

/** Differences that are written out unless all are asked for. */
const SHOWN = 20;

export function agreementText(
  file: string,
  { processor, notes }: Recording,
  { how }: ChosenModel,
  { tallies, differences }: Agreement,
  showAll: boolean,
): string {
  const shown = showAll ? differences : differences.slice(0, SHOWN);
  const hidden = differences.length - shown.length;
  return [
    `${file}: ${processor ? titleOf(processor) : 'cases of a processor that the file does not name'}`,
    `Model: ${how}`,
    ...notes.map((note) => `Not recorded: ${note}.`),
    '',
    ...table(tallies),
    '',
    ...shown.map((text) => text),
    ...(hidden > 0 ? [`... and ${hidden} more; --all shows them.`] : []),
    ...(differences.length > 0 ? ['In each, the model comes first.'] : ['The model does all that was recorded.']),
    '',
  ].join('\n');
}

function titleOf({ vendor, family, model, stepping, name, xcr0 }: NonNullable<Recording['processor']>): string {
  const brand = name === '' ? '' : `, ${name}`;
  return `${vendor} family ${family} model ${model} stepping ${stepping}${brand}; XCR0 0x${xcr0.toString(16)}`;
}

function table(tallies: Agreement['tallies']): string[] {
  const width = Math.max(0, ...tallies.map(({ what }) => what.length));
  const cell = (value: number | string) => String(value).padStart(7);
  return [
    `${''.padEnd(width)}${cell('agree')}${cell('differ')}`,
    ...tallies.map(({ what, agree, differ, leftOut }) => {
      const rest = leftOut > 0 ? `   ${leftOut} left out: the model does not have it` : '';
      return `${what.padEnd(width)}${cell(agree)}${cell(differ)}${rest}`;
    }),
  ];
}
