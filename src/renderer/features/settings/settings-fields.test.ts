import { describe, expect, it } from 'vitest';
import { choicesAt, kindAt, settingPaths } from '#shared/core/project-config/config-expectation.ts';
import { defaultOf, textOf } from './setting-text.ts';
import { searchSettings, settingSections } from './settings-fields.ts';

const fields = settingSections.flatMap((section) => section.fields);
const named = fields.map((field) => [field.path.join('.'), field] as const);

describe('the settings', () => {
  it('have a control for each key of the schema, once, and for nothing else', () => {
    const keys = settingPaths().map((path) => path.join('.'));
    expect(named.map(([key]) => key).toSorted()).toEqual(keys.toSorted());
  });

  it.each(named)('%s says what it is, in a sentence', (_key, { label, description, unused }) => {
    expect(label).toMatch(/^[A-Z].*[^.]$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    if (unused !== undefined) expect(unused).toMatch(/^[A-Z].*\.$/);
  });

  it.each(named.filter(([, { path }]) => kindAt(path) === 'choice'))(
    '%s has a word for each value of the schema',
    (_key, { path, choices = {} }) => {
      expect(Object.keys(choices).toSorted()).toEqual([...choicesAt(path)].toSorted());
      // What applies by itself can be chosen.
      expect(choices[textOf(defaultOf({ path }))]?.unavailable).toBeUndefined();
    },
  );

  it.each(named.filter(([, { path }]) => kindAt(path) === 'names'))(
    '%s, which holds names, has an editor of its own',
    (_key, { editor }) => {
      expect(editor).toBeDefined();
    },
  );

  it('say of a value without a default what that means', () => {
    for (const { path, empty } of fields) {
      if (defaultOf({ path }) === null || defaultOf({ path }) === '') expect(empty).toBeDefined();
    }
  });
});

describe('the search', () => {
  const found = (query: string) =>
    searchSettings(query).flatMap((section) => section.fields.map(({ path }) => path.join('.')));

  it('finds by label, key, sentence and section', () => {
    expect(found('same time')).toEqual(['workflow.max_parallel_tasks']);
    expect(found('MAX_cycles')).toEqual(['workflow.max_cycles']);
    expect(found('git origin')).toContain('git.push');
    expect(found('  ')).toHaveLength(fields.length);
    expect(found('')).toHaveLength(fields.length);
  });

  it('leaves out sections without a hit', () => {
    expect(searchSettings('silent').map(({ id }) => id)).toEqual(['limits']);
    expect(searchSettings('nothing like it')).toEqual([]);
  });
});
