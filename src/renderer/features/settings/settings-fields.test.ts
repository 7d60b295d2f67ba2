import { describe, expect, it } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { settingSections, valueAt } from './settings-fields.ts';

const defaults = projectConfigSchema.parse({});
const fields = settingSections.flatMap((section) => section.fields);

describe('the fields of the settings', () => {
  it.each(fields.map((field) => [field.path.join('.'), field] as const))(
    '%s is a key of the config, of the type that its field edits',
    (_name, { path, kind }) => {
      const value = valueAt(defaults, path);
      expect(value).not.toBeUndefined();
      const types = { text: 'string', choice: 'string', agent: 'string', switch: 'boolean' };
      if (kind.type === 'lines') expect(Array.isArray(value)).toBe(true);
      else if (kind.type === 'number') {
        expect(kind.isOptional ? value === null : typeof value === 'number').toBe(true);
      } else expect(typeof value).toBe(types[kind.type]);
    },
  );

  it('offer only values that the config takes', () => {
    for (const { path, kind } of fields) {
      if (kind.type !== 'choice') continue;
      for (const value of kind.values) {
        const config = path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value);
        expect(projectConfigSchema.safeParse(config).success).toBe(true);
      }
    }
  });

  it('take exactly the numbers that the config takes', () => {
    for (const { path, kind } of fields) {
      if (kind.type !== 'number') continue;
      const isTaken = (value: unknown): boolean => {
        const config = path.toReversed().reduce((inner, key) => ({ [key]: inner }), value);
        return projectConfigSchema.safeParse(config).success;
      };
      const { min, max, isWhole, isOptional } = kind;
      expect([path, isTaken(min), isTaken(-1), isTaken(max ?? 1_000_000)]).toEqual([
        path,
        true,
        false,
        true,
      ]);
      expect([path, isTaken(min + 0.5), isTaken(null)]).toEqual([path, !isWhole, isOptional]);
      if (max !== null) expect(isTaken(max + 1)).toBe(false);
    }
  });

  it('appear once each', () => {
    expect(new Set(fields.map((field) => field.path.join('.'))).size).toBe(fields.length);
  });
});

describe('valueAt', () => {
  it('finds nothing where a key is missing', () => {
    expect(valueAt(defaults, ['workflow', 'nowhere', 'deeper'])).toBeUndefined();
    expect(valueAt(null, ['a'])).toBeUndefined();
  });
});
