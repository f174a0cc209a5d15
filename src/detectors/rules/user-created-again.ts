// A21: one account reported as newly created again and again.
import type { Fact } from '../../model/finding.js';
import type { Transaction } from '../../model/transaction.js';
import { textField } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { FactRule, Statement } from '../detector.js';

const KIND = 'user-created';

function factsOf(transaction: Transaction): Fact[] {
  const events = transaction.records;
  const mails = events.filter((event) => event.code === 'MAI2').length;
  return events.flatMap((event) => {
    const userId = event.code === 'GEN1' ? textField(event, 'userId') : null;
    if (userId === null) return [];
    const name = textField(event, 'userName') ?? '';
    return {
      shop: transaction.shop,
      about: { kind: 'user', key: userId } as const,
      transaction: transaction.id,
      kind: KIND,
      time: event.orderTime,
      outcome: `${mails > 1 ? 'mailed-again' : 'created'}:${name}`,
      event: event.id,
      line: event.line,
    };
  });
}

function statement(
  facts: readonly Fact[],
  found: Pick<Statement, 'severity' | 'count' | 'summary'>,
): Statement {
  const first = facts[0];
  return {
    verdict: 'violated',
    ...found,
    firstSeen: first?.time ?? 0,
    lastSeen: facts.at(-1)?.time ?? 0,
    advice: text('user-created-again.advice', { userId: first?.about.key ?? '' }),
    evidence: facts.map(({ event, line }) => ({ role: 'proof', event, line })),
  };
}

export const userCreatedAgain: FactRule = {
  shape: 'fact',
  id: 'user-created-again',
  codes: ['A21'],
  title: 'Same user created again',
  caseKind: 'user',
  severity: 'low',
  version: 1,
  firesWhen:
    '`New user created` names one user id twice or more under one ID; counted are the repeats. Medium when the password was mailed repeatedly. Under several IDs only: information, counted are the IDs beyond the first.',
  staysQuietWhen: 'Every account is reported once.',
  cannotSee:
    'Whether the first report created the account or updated one with the same last name and address.',
  advice: text('user-created-again.advice'),
  thresholds: {},
  facts: factsOf,
  judge(facts) {
    const created = facts.filter((fact) => fact.kind === KIND);
    const reports = new Map<string, number>();
    for (const fact of created) reports.set(fact.transaction, (reports.get(fact.transaction) ?? 0) + 1);
    const [first] = created;
    if (first === undefined) return null;
    const params = {
      userId: first.about.key,
      userName: created.at(-1)?.outcome.replace(/^[^:]*:/, '') ?? '',
    };
    const repeated = created.filter((fact) => (reports.get(fact.transaction) ?? 0) > 1);
    if (repeated.length > 0) {
      const orders = new Set(repeated.map((fact) => fact.transaction)).size;
      return statement(repeated, {
        severity: repeated.some((fact) => fact.outcome.startsWith('mailed-again')) ? 'medium' : 'low',
        count: repeated.length - orders,
        summary: text('user-created-again.summary', { ...params, reports: repeated.length }),
      });
    }
    if (reports.size < 2) return null;
    return statement(created, {
      severity: 'info',
      count: reports.size - 1,
      summary: text('user-created-again.several.summary', { ...params, transactions: reports.size }),
    });
  },
  tests: [
    {
      name: 'three passes of one order update account 174',
      expect: 'fires',
      count: 2,
      lines: `-- 2017-8-21 20:39:01 057 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created benoit.tostain with ID 174.
-- 2017-8-21 20:39:19 081 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created benoit.tostain with ID 174.
-- 2017-8-21 20:39:31 596 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created benoit.tostain with ID 174.
`,
    },
    {
      name: 'a guest returns with another order',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:39:01 057 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created benoit.tostain with ID 174.
-- 2017-8-25 20:39:01 057 --  [TU9AQMLVYXD5UMZYUQ==] GENERIC : New user created benoit.tostain with ID 174.
`,
    },
    {
      name: 'two accounts under one order',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:39:01 057 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created jane.doe with ID 174.
-- 2017-8-21 20:39:01 081 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : New user created john.doe with ID 175.
`,
    },
  ],
};
