// Reference page and JSON schema of the configuration, generated from the schema.
import { allKeys, type KeyDescription, type SchemaNode } from './schema-keys.js';

/** Markdown of docs/reference/configuration.md. */
export function configurationPage(): string {
  const rows = allKeys().map(row);
  return [
    '# Configuration',
    '',
    '<!-- Generated from src/config/schema.ts by `npm run docs`; do not edit. -->',
    '',
    'A YAML file: `--config FILE`, else `SHOPTRACE_CONFIG`, else `shoptrace.yaml` in the current folder. Every key is optional.',
    'Paths are relative to the file. What is given counts in this order: flag, environment variable, file, default.',
    '`shoptrace config init` writes a commented file, `config check` explains mistakes, `config print` shows what holds in the end.',
    'Editors can use the JSON schema `config.schema.json` beside this page.',
    '',
    '| key | type | default | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Environment variables',
    '',
    '| variable | same as |',
    '|---|---|',
    ...environmentVariables.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
  ].join('\n');
}

export const environmentVariables: readonly (readonly [string, string])[] = [
  ['SHOPTRACE_CONFIG', '`--config`'],
  ['SHOPTRACE_DATA', '`--data`, key `data`'],
  ['SHOPTRACE_STORE', '`--store`, key `store`'],
  ['SHOPTRACE_DATASET', '`--dataset`'],
  ['SHOPTRACE_LANG', '`--lang`'],
  ['SHOPTRACE_ZONE', '`--zone`'],
  ['SHOPTRACE_HOST', '`--host`, key `serve.host`'],
  ['SHOPTRACE_PORT', '`--port`, key `serve.port`'],
  [
    'SHOPTRACE_ES_API_KEY',
    'API key for Elasticsearch; `SHOPTRACE_ES_API_KEY_FILE` names a file that holds it',
  ],
  ['SHOPTRACE_ES_API_KEY_FILE', 'file with the API key; read again when Elasticsearch refuses the old one'],
  ['SHOPTRACE_ES_USER', 'user of Elasticsearch, where there is no API key'],
  ['SHOPTRACE_ES_PASSWORD', 'password of that user'],
  ['SHOPTRACE_ES_PASSWORD_FILE', 'file with that password'],
  [
    'SHOPTRACE_ES_CA',
    'file with the certificate (PEM) of the authority that Elasticsearch is to be trusted by',
  ],
  ['SHOPTRACE_ES_FINGERPRINT', 'SHA-256 fingerprint of the certificate of that authority'],
  ['SHOPTRACE_DEBUG', 'set to 1: unexpected errors show where in the program they happened'],
  ['NO_COLOR', 'set: no colours'],
];

function row({ path, node, required }: KeyDescription): string {
  const cells = [`\`${path}\``, typeOf(node), defaultOf(node, required), node.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(' or ');
  if (node.type === 'array') return `list of ${node.items?.type === 'object' ? 'groups' : 'texts'}`;
  if (node.type === 'object') return 'group';
  const words: Partial<Record<string, string>> = {
    string: 'text',
    boolean: 'true or false',
    integer: 'whole number',
  };
  return words[node.type ?? ''] ?? node.type ?? '';
}

function defaultOf(node: SchemaNode, required: boolean): string {
  if (required) return 'required';
  if (node.default === undefined) return '';
  if (node.type === 'object') return '';
  return `\`${JSON.stringify(node.default)}\``;
}
