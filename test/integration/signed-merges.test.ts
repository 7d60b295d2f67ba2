import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signedCommit } from '#main/git/signed-commit.ts';
import { fakeProgram, makeRepository } from '../helpers/repositories.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Has the person sign with an ssh key of their own, which a passphrase may protect. */
function signWithKey(test: TestWorkspace, passphrase = ''): void {
  const key = test.sign('key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', key]);
  writeFileSync(test.sign('signers'), `test@example.org ${test.readSign('key.pub')}`);
  test.git('config', 'gpg.format', 'ssh');
  test.git('config', 'user.signingKey', key);
  test.git('config', 'gpg.ssh.allowedSignersFile', test.sign('signers'));
  test.git('config', 'commit.gpgSign', 'true');
}

/** `G` for a good signature, `N` for none. */
function signatures(test: TestWorkspace): string {
  return test.git('log', '--format=%G?', 'main..epic/e').replaceAll('\n', '');
}

describe('merges of a person who signs their commits', () => {
  it('are signed with their key, and those that take them back too', async () => {
    const test = await testWorkspace();
    test.git('config', 'user.email', 'test@example.org');
    signWithKey(test);
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    expect((await test.run()).outcome).toBe('completed');
    expect(signatures(test)).toBe('GG');
    test.git('verify-commit', 'epic/e');
    expect(test.notices('signing_failed')).toEqual([]);
    expect((await test.words('undo', 'e.2')).code).toBe(0);
    expect(signatures(test)).toBe('GGG');
  });

  it('are not signed for a person who does not sign', async () => {
    const test = await testWorkspace();
    signWithKey(test);
    test.git('config', 'commit.gpgSign', 'false');
    test.task('e.1');
    await test.run();
    expect(signatures(test)).toBe('N');
    expect(test.notices('signing_failed')).toEqual([]);
  });

  it('land without a signature that needs a passphrase, which is said once', async () => {
    const test = await testWorkspace();
    signWithKey(test, 'a secret passphrase');
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    expect((await test.run()).outcome).toBe('completed');
    expect(signatures(test)).toBe('NN');
    const notices = test.notices('signing_failed');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^Merges of this run are not signed, although commit\.gpgSign is set: /,
    );
    expect(notices[0]).toMatch(/passphrase|incorrect/i);
  });

  it('land without a signature when the program is missing or says no, in its words', async () => {
    const test = await testWorkspace();
    const program = test.sign('signer');
    writeFileSync(program, '#!/bin/sh\necho "no secret key for you" >&2\nexit 2\n');
    chmodSync(program, 0o755);
    test.git('config', 'gpg.program', program);
    test.git('config', 'commit.gpgSign', 'true');
    test.task('e.1');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.notices('signing_failed')[0]).toMatch(/gpg failed to sign|no secret key for you/);
    test.git('config', 'gpg.program', test.sign('nowhere'));
    test.task('e.2');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.notices('signing_failed')[1]).toContain('nowhere');
  });
});

describe('a signer that waits for an answer', () => {
  it('is ended with what it started, and costs the signature only', async () => {
    const repository = makeRepository();
    const folder = fakeProgram(repository.folder, 'signer', 'sleep 300 & sleep 300');
    repository.git('config', 'gpg.program', `${folder}/signer`);
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    const commit = { tree, parents: [repository.git('rev-parse', 'HEAD')], message: 'Größe\n' };
    const began = performance.now();
    const made = await signedCommit(repository.client, commit, { limitMs: 300 });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(made).toMatchObject({ tookTooLong: true });
    expect(made.unsignedBecause).toContain('did not end within');
    expect(repository.git('log', '-1', '--format=%s', made.commit)).toBe('Größe');
  });
});
