/** Names of files with tests, in the languages that are known. */
const testFile =
  /(?:^|\/)(?:tests?|spec|specs|__tests__)\/.{1,500}\.\w{1,5}$|(?:^|[._-])(?:test|spec)s?\.\w{1,5}$|(?:^|\/)test_[^/]{1,200}\.py$|(?:Test|Tests|Spec|IT)\.(?:java|kt|scala|cs|swift|php)$/;

/** Whether a path is that of a file with tests, by its name. */
export function isTestFile(path: string): boolean {
  return testFile.test(path);
}

const assertion =
  /\b(?:expect|assert\w{0,40}|should|require\.\w{1,30}|t\.(?:Error|Fatal|Fail)\w{0,10}|self\.(?:assert|fail)\w{0,40}|XCTAssert\w{0,30}|verify|t\.(?:is|not|deepEqual|true|false|throws|ok|equal)\w{0,20})\b/g;

/**
 * How many places of a text look as if they expected something. Comments count too: the number says only whether
 * there is less of it than before.
 */
export function assertionsIn(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) {
    const plain = line.trim();
    if (plain.startsWith('//') || plain.startsWith('#') || plain.startsWith('*')) continue;
    if (/^(?:import|from|const .{0,100}require\(|use )/.test(plain)) continue;
    count += line.slice(0, 5_000).match(assertion)?.length ?? 0;
  }
  return count;
}

/** What marks a test as one that may fail, in the runners whose results do not all say which tests are so. */
const mayFail =
  /\b(?:test|it|describe)(?:\.\w{1,20}){0,3}\.(?:failing|fails)\b|@(?:pytest\.mark\.xfail|unittest\.expectedFailure|expectedFailure)\b|\bpytest\.xfail\b/g;

/** How many places of a text say that a test is expected to fail: such a test passes only while it does. */
export function expectedFailuresIn(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) count += line.slice(0, 5_000).match(mayFail)?.length ?? 0;
  return count;
}
