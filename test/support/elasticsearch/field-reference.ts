// The field reference of the Elasticsearch indices, made from their definitions.
import { indexBody } from '../../../src/stores/elasticsearch/index-definitions.js';
import { definitionOf, fixedParts, type Part } from '../../../src/stores/elasticsearch/index-names.js';

/** Index name after `PREFIX-DATASET-`. */
const parts: readonly (readonly [Part, string])[] = [
  ['events', 'events-YEAR'],
  ['transactions', 'transactions'],
  ['findings', 'findings'],
  ['blocks', 'blocks'],
  ['details', 'details'],
  ['state', 'state'],
];

/** Markdown of docs/reference/elasticsearch-fields.md. */
export function fieldReference(): string {
  const missing = fixedParts.filter((part) => !parts.some(([name]) => name === part));
  if (missing.length > 0) throw new Error(`Indices without a place in the reference: ${missing.join(', ')}`);
  return [
    '# Fields in Elasticsearch',
    '',
    '<!-- Generated from src/stores/elasticsearch/index-definitions.ts by `npx vitest run test/stores/elasticsearch-fields.test.ts -u`; do not edit. -->',
    '',
    'Names follow the Elastic Common Schema where it has one; the rest stands under `shoptrace`. Mappings are strict: no field',
    'appears that is not listed. “Kept” fields come back with the document and cannot be searched.',
    '',
    ...parts.flatMap(section),
  ].join('\n');
}

function section([part, name]: readonly [Part, string]): string[] {
  const definition = definitionOf(part);
  const { mappings } = indexBody(definition);
  const properties = mappings['properties'] as Readonly<Record<string, { readonly type: string }>>;
  const rows = Object.entries(definition.fields).map(([field, { about, keptOnly }]) => {
    const type = properties[field]?.type ?? '';
    const notStored = definition.notStored?.includes(field) === true;
    const use =
      keptOnly === true || type === 'binary' ? 'kept' : notStored ? 'searched, not kept' : 'searched';
    return `| \`${field}\` | ${type} | ${use} | ${about} |`;
  });
  return [
    `## PREFIX-DATASET-${name}`,
    '',
    definition.about,
    '',
    '| field | type | use | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}
