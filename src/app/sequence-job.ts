// Keeps the findings on order numbers up to date: judges all numbers of a dataset anew when lines or tables about them came.
import { numberFindings } from '../detectors/sequences/number-findings.js';
import { numberRules } from '../detectors/sequences/number-rules.js';
import type { ThresholdSettings } from '../detectors/engine.js';
import type { TraceEvent } from '../model/event.js';
import type { Finding } from '../model/finding.js';
import { numberCodes } from '../model/sequences/trace-facts.js';
import type { SequenceReport } from '../model/sequences/series-report.js';
import { judgeLoaded, settingsText } from '../queries/sequences/judged-numbers.js';
import { importsMark, keepNumbers } from '../queries/sequences/kept-numbers.js';
import { NumberLoader, type LoadedNumbers } from '../queries/sequences/load-facts.js';
import type { Dataset } from '../stores/store.js';
import { sequenceSettings, type NumberConfig } from './sequence-settings.js';

export interface SequenceJobOptions {
  readonly dataset: Dataset;
  readonly thresholds: ThresholdSettings;
  /** What the configuration says about order numbers; default: nothing. */
  readonly orderNumbers?: NumberConfig['orderNumbers'] | undefined;
  readonly mute: readonly string[];
  /** Wall clock, UTC ms. */
  readonly now: () => number;
}

const codes = new Set(numberCodes);
/** While following, judging takes at most this share of the time. */
const SHARE = 0.1;
const PAGE = 1000;
/** Lines and rows about order numbers; fewer are judged in less than a second. */
const KEPT_FROM = 50_000;

export class SequenceJob {
  readonly #options: SequenceJobOptions;
  readonly #loader: NumberLoader;
  readonly #rules: readonly string[];
  #dirty = true;
  #imports = '';
  #notBefore = 0;
  /** Findings as last written, by id; null: read them from the store. */
  #written: Map<string, Finding> | null = null;

  constructor(options: SequenceJobOptions) {
    this.#options = options;
    this.#loader = new NumberLoader(options.dataset);
    this.#rules = numberRules.map(({ id }) => id).filter((id) => !options.mute.includes(id));
  }

  observe(events: readonly TraceEvent[]): void {
    this.#dirty ||= events.some(({ code }) => codes.has(code));
  }

  /** Findings were taken away: everything is judged and written again. */
  forget(): void {
    this.#dirty = true;
    this.#written = null;
  }

  /**
   * @param hurry false: a judgement that would take too much of the time waits
   * @returns new, changed and withdrawn findings
   */
  async judge(asOf: number | null, hurry: boolean): Promise<readonly Finding[]> {
    const { dataset, now } = this.#options;
    const imports = (await dataset.imports()).map(({ id, importedAt }) => `${id} ${importedAt}`).join(' ');
    const isNews = this.#dirty || imports !== this.#imports;
    const startedAt = now();
    if (!isNews || (!hurry && startedAt < this.#notBefore)) return [];
    this.#dirty = false;
    this.#imports = imports;
    try {
      const changed = await this.#judgeAll(asOf);
      this.#notBefore = now() + (now() - startedAt) / SHARE;
      return changed;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async #judgeAll(asOf: number | null): Promise<readonly Finding[]> {
    const loaded = await this.#loader.load();
    if (loaded.shops.length === 0 && this.#written === null) return [];
    const { thresholds, orderNumbers = [] } = this.#options;
    const settings = sequenceSettings({ rules: { thresholds }, orderNumbers });
    const { reports } = judgeLoaded(loaded, { ...settings, asOf });
    await this.#keep(loaded, reports, settingsText({ ...settings, asOf }));
    return await this.#write(reports.flatMap((report) => numberFindings(report, this.#rules)));
  }

  /** Very many numbers are judged once for all who ask. */
  async #keep(loaded: LoadedNumbers, reports: readonly SequenceReport[], settings: string): Promise<void> {
    const facts = loaded.shops.reduce((sum, shop) => sum + shop.facts.length, 0);
    if (facts < KEPT_FROM) return;
    const mark = { settings, imports: importsMark(loaded.imports), state: this.#loader.state };
    await keepNumbers(this.#options.dataset, reports, mark);
  }

  async #write(findings: readonly Finding[]): Promise<readonly Finding[]> {
    const { dataset, now } = this.#options;
    const before = this.#written ?? (await this.#stored());
    const after = new Map(findings.map((finding) => [finding.id, finding]));
    const changed = findings.filter((finding) => !isSame(before.get(finding.id), finding));
    const withdrawn = [...before.values()].filter(({ id }) => !after.has(id));
    this.#written = after;
    if (changed.length === 0 && withdrawn.length === 0) return [];
    const { casesJudged } = await dataset.detectionState();
    await dataset.commitDetection({
      positions: {},
      coverage: [],
      judged: [...changed, ...withdrawn].map(({ shop, case: about, rule }) => ({
        shop,
        case: about,
        rules: [rule],
      })),
      findings: changed,
      obligations: [],
      factsOf: [],
      facts: [],
      summaries: [],
      engineState: null,
      casesJudged,
      detectedAt: now(),
    });
    return [...changed, ...withdrawn.map((finding): Finding => ({ ...finding, verdict: 'withdrawn' }))];
  }

  async #stored(): Promise<Map<string, Finding>> {
    const found = new Map<string, Finding>();
    let cursor: string | undefined;
    do {
      const page = await this.#options.dataset.findings({
        rules: numberRules.map(({ id }) => id),
        verdicts: ['violated', 'late'],
        order: 'newest',
        limit: PAGE,
        cursor,
      });
      for (const { finding } of page.items) found.set(finding.id, finding);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }
}

function isSame(a: Finding | undefined, b: Finding): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
