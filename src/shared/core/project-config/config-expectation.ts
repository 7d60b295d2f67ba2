import { z } from 'zod';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { nearestName } from './nearest-name.ts';

/** Place of a value in the config, from the outside in. */
export type ConfigPath = readonly PropertyKey[];

type SchemaNode = z.core.JSONSchema.BaseSchema;

let schema: SchemaNode | undefined;

/** The model as JSON Schema, so that messages are made from the very rules that are checked. */
function rootSchema(): SchemaNode {
  schema ??= z.toJSONSchema(projectConfigSchema, { io: 'input' });
  return schema;
}

function asNode(child: SchemaNode | boolean | undefined): SchemaNode | null {
  return typeof child === 'object' ? child : null;
}

function schemaAt(path: ConfigPath): SchemaNode | null {
  let node: SchemaNode | null = rootSchema();
  for (const key of path) {
    if (node === null) return null;
    if (typeof key === 'number') {
      node = Array.isArray(node.items) ? null : asNode(node.items);
    } else {
      const name = String(key);
      const properties: NonNullable<SchemaNode['properties']> = node.properties ?? {};
      node = Object.hasOwn(properties, name)
        ? asNode(properties[name])
        : asNode(node.additionalProperties);
    }
  }
  return node;
}

function describeNumber(node: SchemaNode): string {
  const kind = node.type === 'integer' ? 'a whole number' : 'a number';
  if (node.exclusiveMinimum !== undefined) return `${kind} above ${node.exclusiveMinimum}`;
  const { minimum, maximum = Infinity } = node;
  if (minimum === undefined) return kind;
  return maximum < Number.MAX_SAFE_INTEGER
    ? `${kind} from ${minimum} to ${maximum}`
    : `${kind} of at least ${minimum}`;
}

function describeNode(node: SchemaNode): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return `one of: ${node.enum.join(', ')}`;
  if (node.anyOf !== undefined) return node.anyOf.map(describeNode).join(' or ');
  switch (node.type) {
    case 'integer':
    case 'number':
      return describeNumber(node);
    case 'boolean':
      return 'true or false';
    case 'string':
      return node.minLength === undefined ? 'text' : 'text that is not empty';
    case 'array':
      return node.minItems === undefined ? 'a list of texts' : 'a list of at least one text';
    case 'object': {
      const keys = Object.keys(node.properties ?? {});
      return keys.length > 0 ? `keys and values (${keys.join(', ')})` : 'names and values';
    }
    case 'null':
      return 'null';
    case undefined:
    default:
      return 'another value';
  }
}

/** The values of which one may stand at a place of the config; none where it is no choice. */
export function choicesAt(path: ConfigPath): readonly string[] {
  return (schemaAt(path)?.enum ?? []).map(String);
}

/** What kind of value stands at a place of the config. */
export type ConfigValueKind = 'number' | 'switch' | 'text' | 'choice' | 'list' | 'names' | 'fixed';

/** The kind of value that a setting of the config has; null where there is no setting. */
export function kindAt(path: ConfigPath): ConfigValueKind | null {
  const node = schemaAt(path);
  if (node === null || isGroup(node)) return null;
  const types = (node.anyOf ?? [node]).map(({ type }) => type);
  if (node.const !== undefined) return 'fixed';
  if (node.enum !== undefined) return 'choice';
  if (types.some((type) => type === 'integer' || type === 'number')) return 'number';
  if (types.includes('boolean')) return 'switch';
  if (types.includes('array')) return 'list';
  return types.includes('object') ? 'names' : 'text';
}

/** Has keys of its own, each with a meaning. */
function isGroup(node: SchemaNode): boolean {
  return Object.keys(node.properties ?? {}).length > 0;
}

/** The path of every setting; what stands under names that the person chooses counts as one. */
export function settingPaths(): readonly (readonly string[])[] {
  const below = (node: SchemaNode, path: readonly string[]): readonly (readonly string[])[] =>
    isGroup(node)
      ? Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
          const inner = asNode(child);
          return inner === null ? [] : below(inner, [...path, name]);
        })
      : [path];
  return below(rootSchema(), []);
}

/** What may stand at a place of the config, in words: `a whole number from 1 to 64`. */
export function expectedAt(path: ConfigPath): string {
  const node = schemaAt(path);
  return node === null ? 'nothing' : describeNode(node);
}

/** The word that was meant where one of a few words may stand; null when none is close. */
export function meantValue(path: ConfigPath, value: unknown): string | null {
  return typeof value === 'string' ? nearestName(value, choicesAt(path)) : null;
}

/** The keys that may stand inside the group at a place. */
export function knownKeysAt(path: ConfigPath): readonly string[] {
  return Object.keys(schemaAt(path)?.properties ?? {});
}

/** Every dotted key of the config, groups included. */
function allKeys(node: SchemaNode, prefix: string): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const key = `${prefix}${name}`;
    const inner = asNode(child);
    return inner === null ? [key] : [key, ...allKeys(inner, `${key}.`)];
  });
}

/** The key that was meant by an unknown one: a near spelling beside it, else the same one elsewhere. */
export function meantKey(path: ConfigPath, key: string): string | null {
  const beside = nearestName(key, knownKeysAt(path));
  if (beside !== null) return beside;
  return allKeys(rootSchema(), '').find((dotted) => dotted.split('.').at(-1) === key) ?? null;
}
