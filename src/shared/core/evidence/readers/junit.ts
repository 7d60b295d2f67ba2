import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import { pathName } from './line-reader.ts';
import { xmlTags } from './xml-tags.ts';
import type { XmlTag } from './xml-tags.ts';

/** A report in the form of JUnit; null when it is none. */
export function readJunit(text: string): RunnerResults | null {
  const tests: TestResult[] = [];
  let open: { id: string; status: TestStatus } | null = null;
  let isJunit = false;
  let isWhole = false;
  let root = '';
  for (const tag of xmlTags(text)) {
    if (root === '') root = tag.name;
    if (root !== 'testsuites' && root !== 'testsuite') return null;
    isJunit = true;
    if (tag.kind === 'close') {
      if (tag.name === 'testcase' && open !== null) {
        tests.push(open);
        open = null;
      }
      isWhole = tag.name === root;
    } else if (tag.name === 'testcase') {
      open = { id: nameOf(tag), status: 'passed' };
      if (tag.isEmpty) {
        tests.push(open);
        open = null;
      }
    } else if (open !== null) open.status = statusAfter(open.status, tag.name);
    if (tag.isEmpty && tag.name === root) isWhole = true;
  }
  if (!isJunit) return null;
  const detail = isWhole ? 'tests' : 'none';
  return { runner: 'JUnit', counts: countsOf(tests), detail, tests: isWhole ? tests : [] };
}

function nameOf({ attributes }: XmlTag): string {
  const place = attributes.get('classname') ?? attributes.get('file') ?? '';
  const name = attributes.get('name') ?? '';
  return place === '' ? name : pathName([place, name]);
}

function statusAfter(status: TestStatus, element: string): TestStatus {
  if (element === 'failure' || element === 'error') return 'failed';
  return element === 'skipped' && status === 'passed' ? 'skipped' : status;
}
