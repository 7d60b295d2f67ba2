import { describe, expect, it } from 'vitest';
import type { Command } from '#renderer/lib/commands.ts';
import { paletteGroups } from './palette-order.ts';

function command(id: string, group: string, isEnabled = true): Command {
  return { id, title: id, group, isEnabled, run: () => {} };
}

const commands = [
  command('help', 'Help'),
  command('edit', 'Board', false),
  command('run', 'Board'),
  command('go', 'Go to'),
];

describe('the palette before anything is typed', () => {
  it('lists what the view can do before what the app can do, and what cannot be done last', () => {
    expect(
      paletteGroups(commands, []).map(({ label, commands: own }) => [
        label,
        own.map(({ id }) => id),
      ]),
    ).toEqual([
      ['Board', ['run', 'edit']],
      ['Go to', ['go']],
      ['Help', ['help']],
    ]);
  });

  it('begins with what was chosen last and can be done now, each command once', () => {
    const [first, ...others] = paletteGroups(commands, ['help', 'edit', 'gone']);
    expect(first).toMatchObject({ label: 'Recent', commands: [{ id: 'help' }] });
    expect(others.map(({ label }) => label)).toEqual(['Board', 'Go to']);
  });
});
