// compose.yaml as Compose reads it: merged, variables filled in, and checked against the schema of the Compose Specification.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const schema = JSON.parse(read('compose-spec.json')) as object;

/** As it stands in the file, variables and doubled dollar signs included. */
export function writtenCompose(): unknown {
  return parse(read('../../../compose.yaml'), { merge: true });
}

/** What Compose makes of it: `$$` is a dollar sign, `${NAME:-default}` its default, `${NAME:?…}` the name in small letters. */
export function resolved(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/\$\$|\$\{([A-Z_]+)(:[-?])([^}]*)\}/g, fill);
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

function fill(whole: string, name = '', sign = '', rest = ''): string {
  if (whole === '$$') return '$';
  return sign === ':-' ? rest : name.toLowerCase();
}

/** What the schema says against a document; empty when it is valid. */
export function composeFaults(document: unknown): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const validate = ajv.compile(schema);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`);
}

const service = z.looseObject({
  image: z.string(),
  profiles: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  environment: z.record(z.string(), z.string()),
  command: z.array(z.string()).optional(),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  network_mode: z.string().optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});

/** The parts that tests look at. */
const composeFile = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.object({ content: z.string() })),
});

export type ComposeFile = z.output<typeof composeFile>;

export const composeOf = (document: unknown): ComposeFile => composeFile.parse(document);
