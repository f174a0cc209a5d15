// What the configuration says about order numbers, as settings of their judgement.
import type { ThresholdSettings } from '../detectors/engine.js';
import { defaultSequenceSettings, type SequenceSettings } from '../model/sequences/number-fact.js';

/** What the configuration says about the rules, as settings of the judgement. */
export function sequenceSettings(thresholds: ThresholdSettings): SequenceSettings {
  const of = (name: string): number | undefined =>
    thresholds['number-gap']?.[name] ?? thresholds['number-late']?.[name];
  return {
    ...defaultSequenceSettings,
    settleMs: of('settleMs') ?? defaultSequenceSettings.settleMs,
    cookieLifeMs: of('cookieLifeMs') ?? defaultSequenceSettings.cookieLifeMs,
  };
}
