// shoptrace verify: the store holds what the files hold, or which bytes differ, are masked, or are not covered.
import type { Command } from 'commander';
import { ShoptraceError } from '../../model/errors.js';
import type { VerifyAnswer, VerifyRange } from '../../model/verify.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { reportFailure } from '../failure.js';
import { amount } from '../output/table.js';
import { safeText } from '../output/safe-text.js';
import { withDataset } from '../project-access.js';

const LISTED = 20;

export function define(command: Command, context: CommandContext): void {
  command
    .argument('<path...>', 'files, folders or globs that were read')
    .option('--json', 'print JSON, one object a file')
    .addHelpText(
      'after',
      examplesText([
        [
          'shoptrace verify /var/moodledata/merchant_trace.log',
          'byte for byte; exit 1 when something differs',
        ],
        ['shoptrace verify backup/ --dataset r-abc --json', 'a folder against a replay, for a script'],
      ]),
    )
    .action(async (paths: string[], options: { readonly json?: true }) => {
      await withDataset(command, context, async (dataset, project) => {
        for await (const answer of project.verify(dataset, paths)) {
          if (answer instanceof ShoptraceError) {
            context.exitCode = Math.max(context.exitCode, reportFailure(answer, context));
            continue;
          }
          if (options.json === true) await printJson(context, answer);
          else await printLines(context, lines(answer));
          if (answer.verdict !== 'equal') context.exitCode = Math.max(context.exitCode, 1);
        }
      });
    });
}

const verdicts: Readonly<Record<VerifyAnswer['verdict'], string>> = {
  equal: 'equal',
  part: 'equal as far as the store covers it',
  differs: 'DIFFERS',
  unknown: 'not in this dataset',
};

/** Of one byte, of several. */
const kinds: Readonly<Record<VerifyRange['kind'], readonly [string, string]>> = {
  differs: ['differs', 'differ'],
  missing: [
    'is missing in the file (place in the stored one)',
    'are missing in the file (places in the stored one)',
  ],
  masked: ['is masked', 'are masked'],
  'not-covered': ['is not covered', 'are not covered'],
  database: ['was changed in the database', 'were changed in the database'],
};

function lines(answer: VerifyAnswer): string[] {
  const { file, verdict, bytes, alteredFrom, ranges, bytesOf, behindEnd } = answer;
  const masked = bytesOf.masked > 0 ? `, ${bytesOf.masked} masked` : '';
  const isEnd = ({ kind, to }: VerifyRange): boolean =>
    kind === 'missing' && behindEnd !== null && to === bytes + behindEnd.bytes;
  const shown = ranges.filter((range) => range.kind !== 'masked' && !isEnd(range));
  const hidden = answer.moreRanges + Math.max(0, shown.length - LISTED);
  return [
    `${safeText(file)}: ${verdicts[verdict]} (${bytes} bytes${masked})`,
    ...(alteredFrom === null ? [] : [`  an altered version of ${safeText(alteredFrom)}`]),
    ...shown.slice(0, LISTED).map(({ kind, from, to, line }) => {
      const isOne = to - from === 1;
      const place = isOne ? `byte ${from}` : `bytes ${from} to ${to - 1}`;
      return `  ${safeText(file)}:${line}: ${place} ${kinds[kind][isOne ? 0 : 1]}`;
    }),
    ...(behindEnd === null ? [] : [`  ${endText(behindEnd, ranges.some(isEnd))}`]),
    ...(hidden === 0 ? [] : [`  and ${hidden} more ranges`]),
  ];
}

function endText(
  { bytes, lines: count }: NonNullable<VerifyAnswer['behindEnd']>,
  isMissing: boolean,
): string {
  const what = `${amount(count, 'line')} (${amount(bytes, 'byte')})`;
  const one = count === 1;
  return isMissing
    ? `${what} at the end ${one ? 'is' : 'are'} missing`
    : `a beginning of what is stored: ${what} more ${one ? 'stands' : 'stand'} behind its end`;
}
