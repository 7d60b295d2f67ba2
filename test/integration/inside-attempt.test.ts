import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

const program = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const environment = { SWITCHYARD_ATTEMPT_ID: 'attempt-7' };

describe('a call of the command line from inside an attempt', () => {
  it.each([
    [['close', 't1', '--reason', 'done']],
    [['reopen', 't1']],
    [['edit', 't1', '--verify', 'true']],
    [['add', 'More', '--epic', 'e', '--script', 'true']],
    [['import', 'more.json']],
    [['answer', 't1', '--land']],
    [['guard', '--leave']],
    [['guard', '--put-back']],
    [['guard', 'change-1', '--undo']],
    [['undo', 't1']],
    [['check', 't1']],
    [['trust', '--agree']],
    [['trust', '--folder', '.']],
    [['run', '--all']],
    [['cancel', '--now']],
    [['repair']],
    [['init']],
    [['serve', '--port', '1']],
  ])('does not count as the word of the person: %s', async (words) => {
    const test = await testWorkspace();
    const before = test.task('t1', { script: 'echo 1 > a' });
    const refused = await test.words(...words, { environment });
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /This is called from inside an attempt \(attempt-7\): what a person decides is not an agent's to say\.\s+Run it in a terminal of your own\./,
      ),
    });
    expect(test.get('t1')).toEqual(before);
    expect(test.workspace.store.all('runs')).toEqual([]);
  });

  it('is refused in JSON where that is asked for', async () => {
    const test = await testWorkspace();
    const { code, stdout } = await test.words('run', '--json', { environment });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'inside-attempt' }] });
  });

  it.each([[['list']], [['show', 't1']], [['status']], [['guard', '--all']], [['trust']]])(
    'shows what there is: %s',
    async (words) => {
      const test = await testWorkspace();
      test.task('t1', { script: 'echo 1 > a' });
      const { stderr } = await test.words(...words, { environment });
      expect(stderr).not.toContain('inside an attempt');
    },
  );

  it('is refused to an agent at its work', async () => {
    const test = await testWorkspace();
    const call = `"${process.execPath}" "${program}" close t2 --reason done`;
    test.task('t1', {
      script: `(cd "${test.root}" && ${call} || echo "code $?") > "${test.sign('said')}" 2>&1; echo 1 > a`,
    });
    test.task('t2', { script: 'echo 2 > b', dependencies: ['t1'] });
    await test.run();
    expect(test.readSign('said')).toMatch(/from inside an attempt \([\s\S]*code 2/);
    expect(test.get('t2')).toMatchObject({ status: 'closed', closedByHand: null });
    expect(test.receipts('t2')).toHaveLength(1);
  });
});
