// What the configuration says about order numbers, as settings of their judgement.
import type { Settings } from '../config/schema.js';
import { defaultSequenceSettings, type SequenceSettingsByShop } from '../model/sequences/number-fact.js';

export type NumberConfig = Pick<Settings, 'orderNumbers'> & {
  readonly rules: Pick<Settings['rules'], 'thresholds'>;
};

export function sequenceSettings({ rules, orderNumbers }: NumberConfig): SequenceSettingsByShop {
  const { thresholds } = rules;
  const of = (name: string): number | undefined =>
    thresholds['number-gap']?.[name] ?? thresholds['number-late']?.[name];
  return {
    ...defaultSequenceSettings,
    settleMs: of('settleMs') ?? defaultSequenceSettings.settleMs,
    cookieLifeMs: of('cookieLifeMs') ?? defaultSequenceSettings.cookieLifeMs,
    byShop: Object.fromEntries(
      orderNumbers.map(({ shop, platform = null, quoteLifeDays = null, series }) => [
        shop,
        { platform, quoteLifeDays, corrections: series },
      ]),
    ),
  };
}
