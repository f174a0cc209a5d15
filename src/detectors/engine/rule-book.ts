// The rules that are on, by shape, and the settings each of them judges with.
import type { Coverage } from '../../stores/store.js';
import type { CaseRule, FactRule, FoldRule, JudgeContext, NoticeRule, Rule } from '../detector.js';

/** Values that replace a rule's defaults: rule id → threshold name → value. */
export type ThresholdSettings = Readonly<Record<string, Readonly<Record<string, number>>>>;

export class RuleBook {
  readonly caseRules: readonly CaseRule[];
  readonly factRules: readonly FactRule[];
  readonly foldRules: readonly FoldRule[];
  readonly noticeRules: readonly NoticeRule[];
  readonly #sequenceRules: number;
  readonly #settings: ThresholdSettings;
  readonly #contexts = new Map<Rule, JudgeContext>();
  #contextsOf: Coverage | null = null;

  constructor(rules: readonly Rule[], settings: ThresholdSettings, mute: readonly string[]) {
    const on = rules.filter((rule) => !mute.includes(rule.id));
    this.caseRules = on.filter((rule) => rule.shape === 'case');
    this.factRules = on.filter((rule) => rule.shape === 'fact');
    this.foldRules = on.filter((rule) => rule.shape === 'fold');
    this.noticeRules = on.filter((rule) => rule.shape === 'notice');
    this.#sequenceRules = on.filter((rule) => rule.shape === 'sequence').length;
    this.#settings = settings;
  }

  get size(): number {
    const { caseRules, factRules, foldRules, noticeRules } = this;
    const inEngine = caseRules.length + factRules.length + foldRules.length + noticeRules.length;
    return inEngine + this.#sequenceRules;
  }

  factRulesOf(caseKind: FactRule['caseKind']): readonly FactRule[] {
    return this.factRules.filter((rule) => rule.caseKind === caseKind);
  }

  context(rule: Rule, coverage: Coverage): JudgeContext {
    if (coverage !== this.#contextsOf) {
      this.#contextsOf = coverage;
      this.#contexts.clear();
    }
    let context = this.#contexts.get(rule);
    if (context === undefined) {
      context = { coverage, threshold: (name) => this.#threshold(rule, name) };
      this.#contexts.set(rule, context);
    }
    return context;
  }

  #threshold(rule: Rule, name: string): number {
    const value = this.#settings[rule.id]?.[name] ?? rule.thresholds[name]?.value;
    if (value === undefined) throw new Error(`Rule ${rule.id} has no threshold ${name}`);
    return value;
  }
}
