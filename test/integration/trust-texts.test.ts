import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agreeToTrust } from '#main/engine/trust/trust.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('the text that a person agrees to', () => {
  it('is whole: no mask stands for a command, and nothing is hidden', async () => {
    const key = 'PRIVATE KEY-----';
    const lines = [
      'BUILD_TOKEN="$(touch PWNED)" true',
      `: '-----BEGIN ${key}'; touch HIDDEN; : '-----END ${key}'`,
      'true \u001B[8m\u202E\u3164touch UNSEEN',
    ];
    const test = await testWorkspace({
      untrusted: true,
      config: { commands: { test: lines.join('\n') } },
    });
    const seen = [lines[0], lines[1], String.raw`true \u{1b}[8m\u{202e}\u{3164}touch UNSEEN`];
    const shown = await test.words('trust');
    for (const line of seen) expect(shown.stdout).toContain(line);
    expect(shown.stdout).not.toContain('[masked]');
    const json = await test.words('trust', '--json');
    expect(JSON.parse(json.stdout).parts).toContainEqual(
      expect.objectContaining({ name: 'commands.test', text: lines.join('\n') }),
    );
    await agreeToTrust(test.workspace, null);
    const file = join(test.root, '.switchyard/project.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('PWNED', 'AGAIN'));
    const changed = await test.words('trust');
    expect(changed.stdout).toContain('- BUILD_TOKEN="$(touch PWNED)" true');
    expect(changed.stdout).toContain('+ BUILD_TOKEN="$(touch AGAIN)" true');
  });
});
