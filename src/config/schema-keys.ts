// Walks the JSON schema of the configuration: which keys are allowed where, what they mean.
import { z } from 'zod';
import { configSchema } from './schema.js';

/** The parts of a JSON schema that are read here. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
}

export function configJsonSchema(): SchemaNode & Record<string, unknown> {
  return {
    title: 'Configuration of shoptrace',
    ...z.toJSONSchema(configSchema, { io: 'input' }),
  } as SchemaNode & Record<string, unknown>;
}

/** The node at a path of keys and list positions; null where the schema ends before. */
export function nodeAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | null {
  let node: SchemaNode = root;
  for (const step of path) {
    const next = typeof step === 'number' ? node.items : childOf(node, String(step));
    if (next === undefined) return null;
    node = next;
  }
  return node;
}

function childOf(node: SchemaNode, key: string): SchemaNode | undefined {
  const named = node.properties?.[key];
  if (named !== undefined) return named;
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

export interface KeyDescription {
  /** `serve.port`, `sources[].zone` */
  readonly path: string;
  readonly node: SchemaNode;
  readonly required: boolean;
}

/** Every key, depth first, in the order of the schema. */
export function allKeys(node: SchemaNode = configJsonSchema(), prefix = ''): KeyDescription[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const required = node.required?.includes(key) ?? false;
    const inner = child.items?.properties === undefined ? [] : allKeys(child.items, `${path}[]`);
    return [{ path, node: child, required }, ...allKeys(child, path), ...inner];
  });
}
