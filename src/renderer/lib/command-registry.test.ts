import { describe, expect, it, vi } from 'vitest';
import { CommandRegistry, formatKeys } from './command-registry.ts';
import type { Command } from './command-registry.ts';

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: `Do ${id}`,
  group: 'Test',
  run: () => undefined,
  ...more,
});

describe('the registry of commands', () => {
  it('lists what is registered, and no more of it when its source goes', () => {
    const registry = new CommandRegistry();
    const [one, two] = [Symbol('one'), Symbol('two')];
    registry.set(one, [command('a')]);
    registry.set(two, [command('b'), command('c')]);
    expect(registry.all().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    registry.remove(one);
    expect(registry.all().map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('gives an id to the source that came last, and back to the one before', () => {
    const registry = new CommandRegistry();
    const [outer, inner] = [Symbol('outer'), Symbol('inner')];
    registry.set(outer, [command('close', { title: 'Outer' })]);
    registry.set(inner, [command('close', { title: 'Inner' })]);
    expect(registry.all().map(({ title }) => title)).toEqual(['Inner']);
    registry.remove(inner);
    expect(registry.all().map(({ title }) => title)).toEqual(['Outer']);
  });

  it('tells only of what can be seen: an endless circle of renders cannot begin', () => {
    const registry = new CommandRegistry();
    const listener = vi.fn();
    const source = Symbol('source');
    registry.set(source, [command('a', { keys: ['g b'] })]);
    registry.subscribe(listener);
    registry.set(source, [command('a', { keys: ['g b'], isEnabled: true })]);
    expect(listener).not.toHaveBeenCalled();
    registry.set(source, [command('a', { keys: ['g b'], isEnabled: false })]);
    registry.set(source, [command('a', { keys: ['g x'], isEnabled: false })]);
    registry.remove(source);
    registry.remove(source);
    expect(listener).toHaveBeenCalledTimes(3);
  });
});

describe('keys as text', () => {
  it.each([
    [['g b'], 'G B', 'G B'],
    [['$mod+k'], '⌘K', 'Ctrl+K'],
    [['$mod+Shift+Enter'], '⌘⇧↵', 'Ctrl+Shift+↵'],
    [['Escape', 'q'], 'Esc', 'Esc'],
    [['$mod++'], '⌘+', 'Ctrl++'],
    [['?'], '?', '?'],
    [[], '', ''],
    [undefined, '', ''],
  ])('of %j are %j on a Mac and %j elsewhere', (keys, mac, other) => {
    expect(formatKeys(keys, true)).toBe(mac);
    expect(formatKeys(keys, false)).toBe(other);
  });
});
