// shoptrace number: the life of order numbers, step by step.
import type { Command } from 'commander';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import { numberLife } from '../../queries/number.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { parseInstant } from '../instant-input.js';
import { numberLines } from '../output/number-text.js';
import { safeText } from '../output/safe-text.js';
import { withDataset } from '../project-access.js';

interface Options {
  readonly shop?: string;
  readonly asOf?: string;
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('<number...>', 'order numbers as printed; the body alone where it is known')
    .option('--shop <name>', 'only of this shop')
    .option('--as-of <instant>', 'judge as if every source had spoken until then')
    .option('--json', 'print JSON, one object a number')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace number 100000368', 'cart, owner, gateway, return, order: what is known of it'],
        ['shoptrace number 100000350 100000368 --json', 'the same for a script'],
      ]),
    )
    .action(async (numbers: string[], options: Options) => {
      await withDataset(command, context, async (dataset, project) => {
        const zone = await zoneOfDataset(dataset);
        const asOf = options.asOf === undefined ? null : parseInstant(options.asOf, zone, '--as-of');
        for (const [index, number] of numbers.entries()) {
          const { shop } = options;
          const lives = await numberLife(dataset, { number, shop, asOf, settings: project.sequenceSettings });
          if (lives.length === 0) context.exitCode = 1;
          if (options.json === true) {
            for (const life of lives) await printJson(context, life);
            continue;
          }
          if (index > 0) await printLines(context, ['', '']);
          if (lives.length === 0)
            await printLines(context, [
              `Nothing is known of ${safeText(number)} in dataset ${dataset.info.name}: \`shoptrace gaps\` lists the series.`,
            ]);
          for (const life of lives) await printLines(context, numberLines(life, context.palette));
        }
      });
    });
}
