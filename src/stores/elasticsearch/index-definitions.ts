// The indices of a dataset: which there are, their fields with what each is for, and their settings.

/** One field of a mapping; `about` is its line in the field reference. */
interface FieldDefinition {
  readonly type:
    'keyword' | 'text' | 'date' | 'long' | 'double' | 'boolean' | 'flattened' | 'object' | 'binary';
  readonly about: string;
  /** Only kept: neither searched nor sorted by. */
  readonly keptOnly?: boolean;
  /** Searched, never sorted by or counted. */
  readonly searchedOnly?: boolean;
}

export interface IndexDefinition {
  readonly about: string;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  /** Indexed, but left out of the stored document. */
  readonly notStored?: readonly string[];
  /** So long a write that is older than the deletion of its document is refused. */
  readonly deletionsKept?: string;
}

/** Grows when a mapping changes; kept with each dataset. */
export const SCHEMA_VERSION = 2;

/** Keywords longer than this (characters) are kept but not searched: 8191 characters are at most 32764 bytes. */
export const LONGEST_KEYWORD = 8191;

const keyword = (about: string): FieldDefinition => ({ type: 'keyword', about });
const long = (about: string): FieldDefinition => ({ type: 'long', about });
const date = (about: string): FieldDefinition => ({ type: 'date', about });
const kept = (type: FieldDefinition['type'], about: string): FieldDefinition => ({
  type,
  about,
  keptOnly: true,
});

export const eventIndex: IndexDefinition = {
  about: 'One document a record (a line with its continuation lines), by the year printed in it.',
  fields: {
    '@timestamp': date('Time of the record, UTC.'),
    message: { type: 'text', about: 'The record after its head, continuation lines included.' },
    'event.action': keyword('What happened: `order.placed`, `production.started` …; `unknown`.'),
    'event.code': keyword('Code of the message in the catalogue: `PLC2`.'),
    'event.ingested': date('When the document was written, UTC.'),
    'event.original': kept('keyword', 'The record as it stands in the file (personal data masked).'),
    'event.sequence': long('Line number of its first line, from 1.'),
    'log.file.path': keyword('Path under which the file was read.'),
    'log.level': keyword('`info`, `success`, `warning`, `error`.'),
    'log.offset': long('Byte offset of its first line in the (decompressed) file.'),
    'service.name': keyword('The shop.'),
    'transaction.id': keyword('Transaction ID printed in the record.'),
    'user.id': keyword('ID of the user the record names.'),
    'user.name': keyword('Name of the user the record names.'),
    labels: { type: 'flattened', about: 'Parameters of the message, by name.' },
    'shoptrace.commit': long('Number of the commit that wrote it, a file.'),
    'shoptrace.counter': long('Counter printed by record forms that have one.'),
    'shoptrace.flags': keyword('What is unusual about the record: `torn`, `provisional` …'),
    'shoptrace.form': keyword('Form of the record: A, B, C …'),
    'shoptrace.generation': keyword('The file content it comes from, whatever the file is called.'),
    'shoptrace.length': long('Bytes of the record, line ends included.'),
    'shoptrace.lines': long('Lines of the record.'),
    'shoptrace.order_time': long('Time that orders records (UTC ms): a small step back is levelled.'),
    'shoptrace.printed': kept('keyword', 'Time as printed.'),
    'shoptrace.request': keyword('Id of the first record of the web request that wrote this one.'),
    'shoptrace.stage': keyword('`cart`, `order`, `payment`, `prepay` …'),
    'shoptrace.tokens': {
      type: 'keyword',
      about: 'Words of message and ID, lower case without accents; what a search of shoptrace looks at.',
      searchedOnly: true,
    },
  },
  notStored: ['shoptrace.tokens'],
};

export const transactionIndex: IndexDefinition = {
  about: 'One document a transaction: made when its first record is stored, completed when it is judged.',
  fields: {
    'service.name': keyword('The shop.'),
    'transaction.id': keyword('Transaction ID.'),
    'event.start': date('First record, UTC.'),
    'event.end': date('Last record, UTC.'),
    'shoptrace.judged': { type: 'boolean', about: 'Whether it has been judged: the fields below are there.' },
    'shoptrace.judgement': long('Number of the judgement: an earlier one that arrives late changes nothing.'),
    'shoptrace.records': long('Records.'),
    'shoptrace.outcome': keyword('`delivered`, `paid`, `failed`, `abandoned` …'),
    'shoptrace.amount': { type: 'double', about: 'Last known amount.' },
    'shoptrace.currency': keyword('Its currency.'),
    'shoptrace.placements': long('Times the order was placed.'),
    'shoptrace.productions': long('Production runs.'),
    'shoptrace.findings': keyword('Rules it breaks.'),
    'shoptrace.generation': keyword('File contents whose records show it.'),
    'shoptrace.commits': keyword('The same, each with the number of the commit that showed it first.'),
  },
};

export const findingIndex: IndexDefinition = {
  about: 'One document a finding, with what people did about it.',
  fields: {
    'rule.id': keyword('The rule.'),
    'rule.version': long('Version of the rule.'),
    'service.name': keyword('The shop.'),
    'transaction.id': keyword('The transaction, of findings about one.'),
    'event.start': date('First time seen, UTC.'),
    'event.end': date('Last time seen, UTC.'),
    'shoptrace.verdict': keyword('`violated`, `late`, `withdrawn`.'),
    'shoptrace.severity': keyword('`info`, `low`, `medium`, `high`, `critical`.'),
    'shoptrace.state': keyword('`open`, `acknowledged`, `resolved`, `suppressed`, `regressed`.'),
    'shoptrace.case.kind': keyword('What it is about: `transaction`, `user`, `product`, `source` …'),
    'shoptrace.case.key': keyword('Which one.'),
    'shoptrace.case.id': keyword('Shop, kind and key in one.'),
    'shoptrace.codes': keyword('Anomaly codes.'),
    'shoptrace.count': long('Occurrences.'),
    'shoptrace.detected': date('When it was last written, UTC.'),
    'shoptrace.id': keyword('Id of the finding.'),
    'shoptrace.order': long('Last time seen (UTC ms), for sorting.'),
    'shoptrace.body': kept('object', 'The finding, its human state and its history, whole.'),
  },
};

export const blockIndex: IndexDefinition = {
  about: 'The bytes that were read, in runs of complete lines of about 64 KiB, compressed.',
  fields: {
    'shoptrace.generation': keyword('The file content.'),
    'shoptrace.number': long('Number of the block, from 0.'),
    'shoptrace.start': long('Byte offset of its first byte.'),
    'shoptrace.end': long('Byte offset behind it.'),
    'shoptrace.body': kept('object', 'Line numbers, mark, masked spans, state of the reader at its start.'),
    'shoptrace.data': kept('binary', 'The bytes, deflated.'),
  },
};

export const detailIndex: IndexDefinition = {
  deletionsKept: '1h',
  about: 'What the detector keeps between runs, and how records without ID belong to transactions.',
  fields: {
    kind: keyword('`attachment`, `skipped`, `facts`, `obligation`, `rejection`.'),
    'service.name': keyword('The shop.'),
    'transaction.id': keyword('The transaction.'),
    'shoptrace.case.id': keyword('Shop, kind and key of the cases it is about.'),
    'shoptrace.case.kind': keyword('Kind of the case, of obligations.'),
    'shoptrace.case.key': keyword('Key of the case, of obligations.'),
    'shoptrace.commit': long('Number of the commit that made it, a file.'),
    'shoptrace.due': long('When it is due, UTC ms.'),
    'shoptrace.event': keyword('Id of the record.'),
    'shoptrace.generation': keyword('The file content.'),
    'shoptrace.learned': long('Byte offset at which it became known.'),
    'shoptrace.offset': long('Byte offset of the record.'),
    'shoptrace.order': keyword('Ties of what is due at the same time.'),
    'shoptrace.rule': keyword('The rule.'),
    'shoptrace.body': kept('object', 'The whole.'),
  },
};

export const stateIndex: IndexDefinition = {
  about: 'The dataset itself, checkpoints and ledgers of its files, how far it is judged, who writes.',
  fields: {
    kind: keyword('`dataset`, `generation`, `source`, `detection`, `lease`.'),
    name: keyword('Id of the document.'),
    prefix: keyword('Beginning of the index names.'),
    'shoptrace.body': kept('object', 'The whole.'),
    'shoptrace.stamp': kept('keyword', 'Tells whether a write whose answer was lost has arrived.'),
    'shoptrace.data': kept('binary', 'Bytes of the block that may still grow; a commit being applied.'),
  },
};

interface IndexBody {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** What an index is made with. */
export function indexBody(definition: IndexDefinition): IndexBody {
  const { notStored } = definition;
  return {
    settings: {
      index: {
        auto_expand_replicas: '0-1',
        codec: 'best_compression',
        ...changeableSettings(definition),
      },
    },
    mappings: {
      dynamic: 'strict',
      ...(notStored === undefined ? {} : { _source: { excludes: notStored } }),
      ...changeableMappings(definition),
    },
  };
}

/** What an index that is there already can be given. */
export const changeableMappings = ({ fields }: IndexDefinition): Readonly<Record<string, unknown>> => ({
  _meta: { shoptrace: { schema: SCHEMA_VERSION } },
  properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, mappingOf(field)])),
});

/** What an index that is there already can be given. */
export const changeableSettings = ({ deletionsKept }: IndexDefinition): Readonly<Record<string, unknown>> =>
  deletionsKept === undefined ? {} : { gc_deletes: deletionsKept };

function mappingOf({ type, keptOnly, searchedOnly }: FieldDefinition): Record<string, unknown> {
  if (type === 'object') return { type, enabled: false };
  if (type === 'binary') return { type };
  if (type === 'text') return { type, norms: false };
  if (type === 'date') return { type, format: 'epoch_millis' };
  if (type === 'flattened') return { type, ignore_above: LONGEST_KEYWORD };
  if (type !== 'keyword') return keptOnly === true ? { type, index: false, doc_values: false } : { type };
  if (keptOnly === true) return { type, index: false, doc_values: false };
  return { type, ignore_above: LONGEST_KEYWORD, ...(searchedOnly === true ? { doc_values: false } : {}) };
}
